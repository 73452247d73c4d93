import { describe, expect, it } from "vitest";
import { type CommandContext, definePlugin, type Plugin } from "../../../src/plugin-kit/define-plugin.ts";
import { nothing } from "../../../src/plugin-kit/grammar.ts";
import { fakeBot } from "../fake-bot.ts";
import { comment } from "../payloads.ts";

function plugin(name: string, run: (ctx: CommandContext<undefined>) => Promise<void>): Plugin {
  return definePlugin({
    name,
    summary: `${name}.`,
    needs: {},
    commands: ({ command }) => [
      command({ names: [name], args: nothing, description: "Does it.", examples: [`/${name}`], who: "Anyone.", run }),
    ],
  });
}

describe("the log", () => {
  it("says of every step with an effect which thread it changed and how, and repeats no text", async () => {
    const told = plugin("hold", async (ctx) => {
      await ctx.github.addLabels(5, ["do-not-merge/hold", "triage"]);
      await ctx.github.removeLabel(5, "lgtm");
      await ctx.github.close(5, "completed");
      ctx.reply("private words");
    });
    const bot = fakeBot([told, plugin("idle", async () => {})]);
    await bot.receives("issue_comment", comment("/hold\n/idle"));
    const steps = bot.logged.filter(({ msg }) => String(msg).startsWith("a step ended"));
    expect(steps.toSorted((one, other) => Number(other.level) - Number(one.level))).toMatchObject([
      {
        level: 30,
        msg: "a step ended",
        ...{ delivery: "guid-1", event: "issue_comment.created", repo: "Acme/App", number: 5, plugin: "hold" },
        effects: ["addLabels do-not-merge/hold triage", "removeLabel lgtm", "close completed", "comment"],
        duration: 0,
      },
      { level: 20, plugin: "idle", msg: "a step ended without effect" },
    ]);
    expect(JSON.stringify(bot.logged)).not.toContain("private words");
  });

  it("says no effect of a write that failed", async () => {
    const answers = { addLabels: async () => Promise.reject(new TypeError("boom")) };
    const bot = fakeBot([plugin("hold", (ctx) => ctx.github.addLabels(5, ["x"]))], { answers });
    await bot.receives("issue_comment", comment("/hold"));
    expect(bot.logged.map(({ effects }) => effects)).toEqual([undefined]);
  });
});
