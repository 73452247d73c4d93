import { describe, expect, it } from "vitest";
import { linked, linkedLogin, spelled, webAddress } from "../../src/plugin-kit/linked.ts";

describe("an address in a link", () => {
  it.each([
    ["https://github.com/acme/app/pull/5#issuecomment-99", "https://github.com/acme/app/pull/5#issuecomment-99"],
    ["http://x.example:8080/a?b=c&d=%20", "http://x.example:8080/a?b=c&d=%20"],
    ["https://x.example/a_(b)[c]", "https://x.example/a_%28b%29%5Bc%5D"],
    ["javascript:alert(1)", undefined],
    ["//evil.example", undefined],
    ["https://x.example/ y", undefined],
    ['https://x.example/" onclick="', undefined],
    ["https://x.example/<b>", undefined],
    ["https://x.example/`", undefined],
    ["https://x.example/\\", undefined],
    [`https://${"x".repeat(2_001)}`, undefined],
    ["", undefined],
  ])("%j becomes %j", (given, expected) => {
    expect(webAddress(given)).toBe(expected);
  });

  it("leaves the words where there is none", () => {
    expect(linked("words", "https://x.example", "title")).toBe('[words](https://x.example "title")');
    expect(linked("words", "javascript:x")).toBe("words");
  });
});

describe("a login", () => {
  it.each([
    ["pat", "pat"],
    ["pat_acme", "pat_acme"],
    ["GH-1", "`GH-1`"],
    ["deadbeef", "`deadbeef`"],
    ["renovate[bot]", "`renovate[bot]`"],
    ["pаt", "`pаt`"],
    ["@pat", "`@pat`"],
  ])("%j among words is %j", (login, expected) => {
    expect(spelled(login)).toBe(expected);
  });

  it("leads to its page, unless it is none", () => {
    expect(linkedLogin("GH-1", "https://github.com/GH-1")).toBe("[GH-1](https://github.com/GH-1)");
    expect(linkedLogin("a](b", "https://github.com/a")).toBe("`a](b`");
    expect(linkedLogin("GH-1", "nowhere")).toBe("`GH-1`");
  });
});
