import { expect, it } from "vitest";
import { oneLine } from "../../src/cli/one-line.ts";
import { safeJson } from "../../src/cli/owners/safe-json.ts";
import { withoutControls } from "../../src/config/printable.ts";
import { replaceSteering } from "../../src/log/replace-steering.ts";

const steering = ["\0", "\t", "\n", "\r", "\u001b", "\u007f", "\u0085", "\u009b", "\u00ad", "\u200b", "\u200d"].concat(
  ...["\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\u{e0041}"],
);

it.each(steering)("takes %j out of what a terminal shows, each place in its way", (mark) => {
  expect(replaceSteering(`a${mark}${mark}b`, () => "")).toBe("ab");
  expect(oneLine(`a${mark}${mark}b`)).toBe("a b");
  expect(withoutControls(`a${mark}b`)).toBe("a?b");
  const json = safeJson({ a: mark });
  const line = json.replaceAll("\n", "");
  expect(replaceSteering(line, () => "")).toBe(line);
  expect(JSON.parse(json)).toEqual({ a: mark });
});

it.each(["a b", "ä", "\u00a0", "日本", "😀", "~"])("leaves %j as it is", (text) => {
  expect([replaceSteering(text, () => ""), withoutControls(text), JSON.parse(safeJson(text))]).toEqual([
    text,
    text,
    text,
  ]);
});
