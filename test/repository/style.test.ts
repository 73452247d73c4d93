import { expect, it } from "vitest";
import { sourceFiles } from "./source-files.ts";

const lines = (text: string) => text.split("\n").length - 1;

it("keeps source files at 400 lines and test files at 600 at most", () => {
  const long = [
    ...sourceFiles("src").filter((file) => lines(file.text) > 400),
    ...sourceFiles("test").filter((file) => lines(file.text) > 600),
  ];
  expect(long.map((file) => `${file.path}: ${lines(file.text)}`)).toEqual([]);
});

it("keeps the median source file under 80 lines", () => {
  const counts = sourceFiles("src")
    .map((file) => lines(file.text))
    .sort((one, other) => one - other);
  expect(counts[Math.floor(counts.length / 2)]).toBeLessThan(80);
});

it("names no file after nothing", () => {
  const vague = /(?:^|\/)(?:utils?|helpers?|common|manager|misc|types)(?:\.ts|\/)/;
  expect(
    sourceFiles("src")
      .filter((file) => vague.test(file.path))
      .map((file) => file.path),
  ).toEqual([]);
});
