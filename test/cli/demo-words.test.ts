import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shortenWords } from "../../src/cli/demo/shorten-words.ts";

describe("the bot's words, shortened", () => {
  it.each([
    ["one\n\ntwo", ["one", "two"]],
    ["<!-- mark -->\nseen", ["seen"]],
    ["seen<!-- never closed", ["seen"]],
    ["above\n<details><summary>more</summary>\n\nfolded\n</details>\nbelow", ["above", "below"]],
    ["see [the rules](https://example.com/a) **now**", ["see the rules now"]],
    ["1\n2\n3\n4", ["1", "2", "3", "(and 1 more line)"]],
    ["1\n2\n3\n4\n5", ["1", "2", "3", "(and 2 more lines)"]],
    ["", []],
  ])("%j becomes %j", (text, lines) => {
    expect(shortenWords(text, { lines: 3, width: 40 })).toEqual(lines);
  });

  it("breaks long lines between words and cuts long words", () => {
    expect(shortenWords("alpha beta gamma", { lines: 3, width: 10 })).toEqual(["alpha beta", "gamma"]);
    expect(shortenWords("abcdefghijkl", { lines: 3, width: 10 })).toEqual(["abcdefghi…"]);
  });

  it("never gives a line that is too long, nor too many", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300 }), (text) => {
        const shown = shortenWords(text, { lines: 3, width: 20 });
        expect(shown.length).toBeLessThanOrEqual(4);
        for (const line of shown.slice(0, 3)) expect(line.length).toBeLessThanOrEqual(20);
      }),
    );
  });
});
