import { describe, expect, it } from "vitest";
import { definePlugin } from "../../src/plugin-kit/define-plugin.ts";
import { text } from "../../src/plugin-kit/grammar.ts";
import { fakeBot, valuesOf } from "./fake-bot.ts";
import { base, comment, HEAD, pull, user } from "./payloads.ts";

function counting(options: Parameters<typeof fakeBot>[1] = {}, fails: () => boolean = () => false) {
  const ran: string[] = [];
  const plugin = definePlugin({
    name: "hold",
    summary: "Holds.",
    needs: {},
    commands: ({ command }) => [
      command({
        names: ["hold"],
        args: text("[text]"),
        description: "d",
        examples: ["/hold"],
        who: "all",
        run: async (_, calls) => {
          ran.push(...calls.map((call) => call.text));
          if (fails()) throw new Error("not now");
        },
      }),
    ],
    on: { "pull_request_review.submitted": async () => void ran.push("review") },
  });
  return { ...fakeBot([plugin], options), ran };
}

const review = (body = "") => ({
  ...base(),
  action: "submitted",
  pull_request: pull(),
  review: { id: 8, body, user: user("alice"), state: "approved", html_url: "", submitted_at: null, commit_id: HEAD },
});

describe("the same text", () => {
  it.each([
    ["a comment", "issue_comment", comment("/hold"), ["/hold"]],
    ["a review that commands", "pull_request_review", review("/hold"), ["review", "/hold"]],
    ["a review whose state may command", "pull_request_review", review(), ["review"]],
  ])("under another delivery is not obeyed again: %s", async (_what, header, payload, once) => {
    const bot = counting();
    await bot.receives(header, payload, { guid: "one" });
    expect(await bot.receives(header, payload, { guid: "two" })).toMatchObject({ ignored: expect.any(String) });
    expect(await bot.receives(header, payload, { guid: "one", hook: "other" })).toHaveProperty("ignored");
    expect(bot.ran).toEqual(once);
  });

  it("is not obeyed again after a restart", async () => {
    const values = valuesOf(new Map());
    await counting({ values }).receives("issue_comment", comment("/hold"), { guid: "one" });
    const bot = counting({ values });
    await bot.receives("issue_comment", comment("/hold"), { guid: "two" });
    expect(bot.ran).toEqual([]);
  });

  it("runs again with its own delivery, which is a retry", async () => {
    const bot = counting();
    await bot.receives("issue_comment", comment("/hold"), { guid: "one" });
    expect(await bot.receives("issue_comment", comment("/hold"), { guid: "one" })).not.toHaveProperty("ignored");
    expect(bot.ran).toEqual(["/hold", "/hold"]);
  });

  it("runs with another delivery where nothing of it has ended yet, and only there", async () => {
    let broken = true;
    const bot = counting({}, () => broken);
    await bot.receives("issue_comment", comment("/hold"), { guid: "one" });
    broken = false;
    await bot.receives("issue_comment", comment("/hold"), { guid: "two" });
    expect(await bot.receives("issue_comment", comment("/hold"), { guid: "one" })).toHaveProperty("ignored");
    expect(bot.ran).toEqual(["/hold", "/hold"]);
  });
});

describe("another text", () => {
  const edited = (body: string, from: string, at: string) => comment(body, { action: "edited", from, at });
  it("is what was edited, also back to what it was", async () => {
    const bot = counting();
    await bot.receives("issue_comment", comment("/hold a"), { guid: "1" });
    await bot.receives("issue_comment", edited("/hold b", "/hold a", "2026-01-02T03:04:06Z"), { guid: "2" });
    await bot.receives("issue_comment", edited("/hold a", "/hold b", "2026-01-02T03:04:07Z"), { guid: "3" });
    expect(bot.ran).toEqual(["/hold a", "/hold b", "/hold a"]);
  });

  it("is the same one in another repository", async () => {
    const bot = counting();
    const { repository, ...rest } = comment("/hold");
    await bot.receives("issue_comment", { ...rest, repository }, { guid: "1" });
    await bot.receives("issue_comment", { ...rest, repository: { ...(repository as object), id: 8 } }, { guid: "2" });
    expect(bot.ran).toHaveLength(2);
  });
});

it("is marked beside the end of the step, and chatter is not", async () => {
  const kept = new Map<string, string>();
  const bot = counting({ values: valuesOf(kept) });
  await bot.receives("issue_comment", comment("hello"));
  expect(kept.size).toBe(0);
  await bot.receives("issue_comment", comment("/hold"));
  expect([...kept.values()]).toEqual([" guid-1"]);
});

it("that cannot be marked leaves its step to run again", async () => {
  const values = { ...valuesOf(new Map()), set: () => Promise.reject(new Error("disk full")) };
  const bot = counting({ values });
  expect((await bot.receives("issue_comment", comment("/hold"))).failures).toMatchObject([{ step: "hold" }]);
});
