import { describe, expect, it } from "vitest";
import { hold } from "../../src/plugins/hold/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";

const HOLD = "do-not-merge/hold";

const bot = await startConversation({ plugins: ["hold"] });
const held = () => bot.pull({ labels: [HOLD] });

describe(firstExample(hold), () => {
  it("keeps a pull request from merging, whoever writes it", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "otto", firstExample(hold));
    expect(pr.labels).toEqual([HOLD]);
    expect(bot.said(pr)).toEqual([]);
  });

  it.each(["/hold until the release is out", "/HOLD", "Wait.\n\n/hold\n", "/hold please do not cancel"])(
    "is %j as well",
    async (text) => {
      const pr = bot.pull();
      await bot.comments(pr, "rick", text);
      expect(pr.labels).toEqual([HOLD]);
    },
  );

  it.each(["/hold cancel", "/hold CANCEL it is out", "/unhold", "/remove-hold", "/hold\n/hold cancel"])(
    "ends with %j",
    async (text) => {
      const pr = held();
      await bot.comments(pr, "otto", text);
      expect(pr.labels).toEqual([]);
      expect(bot.said(pr)).toEqual([]);
    },
  );

  it("gets a thumb when there is nothing to change", async () => {
    const pr = held();
    await bot.comments(pr, "rick", "/hold");
    expect(pr.labels).toEqual([HOLD]);
    expect(pr.reactions).toEqual(["+1"]);
  });

  it("does nothing on an issue", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/hold");
    expect(issue.labels).toEqual([]);
    expect(bot.requests()).toEqual({});
  });

  it("does not come back when its webhook arrives after that of a later /unhold", async () => {
    const pr = held();
    const late = await bot.withheld("rick", (person) => person.comment(pr, "/hold"));
    await bot.comments(pr, "rick", "/unhold");
    await bot.hears(late);
    expect(pr.labels).toEqual([]);
  });
});

describeObedience(bot, { text: "/hold", by: "rick", subject: () => bot.pull() });

describe("requests", () => {
  it.each([
    ["/hold", {}, { "POST …/labels": 1 }],
    ["/unhold", { labels: [HOLD] }, { "DELETE …/labels/{name}": 1 }],
    ["/unhold", {}, { "POST repo/issues/comments/{comment_id}/reactions": 1 }],
    ["Thank you!", {}, {}],
  ])("%s on %j", async (text, options, requests) => {
    await bot.warm(
      () => bot.pull(options),
      (pr) => bot.comments(pr, "rick", text),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
