import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editDistance } from "../../../src/bot/steps/edit-distance.ts";
import { nearest } from "../../../src/bot/steps/suggest-command.ts";
import { definePlugin } from "../../../src/plugin-kit/define-plugin.ts";
import { text } from "../../../src/plugin-kit/grammar.ts";
import { type FakeBotOptions, fakeBot } from "../fake-bot.ts";
import { base, comment, issue } from "../payloads.ts";

const named = (name: string, ...names: [string, ...string[]]) =>
  definePlugin({
    name,
    summary: `${name}.`,
    needs: {},
    commands: ({ command }) => [
      command({ names, args: text(""), description: "d", examples: [`/${names[0]}`], who: "all", run: async () => {} }),
    ],
  });
const plugins = [named("lgtm", "lgtm"), named("approve", "approve"), named("cc", "cc"), named("size", "sizes")];

describe("a slip at the start of a line", () => {
  it.each<[string, string, string | undefined]>([
    ["swapped", "/lgmt", "lgtm"],
    ["dropped", "/lgt", "lgtm"],
    ["doubled", "/lgttm", "lgtm"],
    ["changed", "/lgtn please", "lgtm"],
    ["two slips in a long word", "/aprove it\n/aproove", "approve"],
    ["two slips in a short word", "/lxxm", undefined],
    ["a short name", "/dc", undefined],
    ["another word", "/deploy", undefined],
    ["known", "/lgtm", undefined],
    ["in code", "```\n/lgmt\n```", undefined],
    ["in a sentence", "try /lgmt", undefined],
    ["a foreign command", "/lgtmx", undefined],
    ["a command of a plugin that is not enabled", "/sizes", undefined],
  ])("%s", async (_, body, meant) => {
    const bot = fakeBot(plugins, { enabled: ["lgtm", "approve", "cc"], foreignCommands: ["lgtmx"] });
    await bot.receives("issue_comment", comment(body));
    expect(bot.comments()).toEqual(meant === undefined ? [] : [expect.stringContaining(`Did you mean \`/${meant}\`?`)]);
    expect(bot.finished.includes("suggest")).toBe(meant !== undefined);
  });

  it.each<[string, FakeBotOptions, Parameters<typeof comment>[1], boolean]>([
    ["a member", {}, {}, true],
    ["a stranger", { answers: { isMember: async () => false } }, {}, false],
    ["the author, unasked", { answers: { isMember: async () => false } }, { by: "author" }, true],
    ["a bot", {}, { type: "Bot" }, false],
    ["the bot itself", {}, { by: "bowsprit[bot]" }, false],
    ["an edit", {}, { action: "edited", from: "" }, false],
    ["where nobody wants it", { suggestCommands: false }, {}, false],
    ["a second time", { doneSteps: ["suggest"] }, {}, false],
  ])("%s", async (_, options, from, told) => {
    const bot = fakeBot(plugins, options);
    await bot.receives("issue_comment", comment("/lgmt", from));
    expect(bot.comments()).toHaveLength(told ? 1 : 0);
    if (from?.by === "author") expect(bot.said.map(({ verb }) => verb)).not.toContain("isMember");
  });

  it("is told once a text", async () => {
    const bot = fakeBot(plugins);
    await bot.receives("issues", {
      ...base("author"),
      action: "opened",
      issue: issue({ body: "/lgmt\n/aprove\n/lgmt" }),
    });
    expect(bot.comments()).toHaveLength(1);
  });
});

describe("the distance of two words", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });

  it("is the same from either side, nothing for the same word, and capped", () => {
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 3 }), (first, second, limit) => {
        const distance = editDistance(first, second, limit);
        expect(distance).toBe(editDistance(second, first, limit));
        expect(distance === 0).toBe(first === second);
        expect(distance).toBeLessThanOrEqual(limit + 1);
        expect(distance).toBe(Math.min(alignment(first, second), limit + 1));
      }),
    );
  });

  it("prefers the nearest, then the alphabet", () => {
    expect(nearest("holt", ["hole", "hold"])).toBe("hold");
    expect(nearest("a".repeat(500), ["a"])).toBeUndefined();
  });
});

/** The textbook definition, by recursion. */
function alignment(first: string, second: string): number {
  if (first === "" || second === "") return first.length + second.length;
  const rest = (one: number, other: number) => alignment(first.slice(one), second.slice(other));
  const options = [rest(1, 1) + (first[0] === second[0] ? 0 : 1), rest(1, 0) + 1, rest(0, 1) + 1];
  const swapped = first.length > 1 && second.length > 1 && first[0] === second[1] && first[1] === second[0];
  return Math.min(...options, ...(swapped ? [rest(2, 2) + 1] : []));
}
