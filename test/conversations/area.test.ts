import { describe, expect, it } from "vitest";
import { area } from "../../src/plugins/area/plugin.ts";
import { startConversation } from "../support/conversation.ts";
import { describeObedience } from "../support/describe-obedience.ts";
import { firstExample } from "../support/first-example.ts";
import { expectInert, HOSTILE } from "../support/inert.ts";

const bot = await startConversation({
  plugins: ["area"],
  repository: { labels: ["area/api", "area/docs", "kind/bug"] },
});

describe(firstExample(area), () => {
  it.each(["issue", "pull"] as const)("labels an %s, whoever writes it", async (kind) => {
    const subject = bot[kind]();
    await bot.comments(subject, "otto", firstExample(area));
    expect(subject.labels).toEqual(["area/api"]);
    expect(bot.said(subject)).toEqual([]);
  });

  it.each([
    ["/AREA API docs", [], ["area/api", "area/docs"]],
    ["/remove-area api", ["area/api", "area/docs"], ["area/docs"]],
  ])("%j on %j leaves %j", async (text, before, after) => {
    const issue = bot.issue({ labels: before });
    await bot.comments(issue, "otto", text);
    expect(issue.labels.toSorted()).toEqual(after);
  });

  it("leaves every other family to others", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/kind bug\n/label kind/bug");
    expect([issue.labels, bot.requests()]).toEqual([[], {}]);
  });
});

describe("a refusal", () => {
  it("of an area there is not says who can create one", async () => {
    const issue = bot.issue();
    await bot.comments(issue, "otto", `/area moon @acme/everyone\n${HOSTILE}`);
    expect(issue.labels).toEqual([]);
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: I cannot add `area\/moon`, .*Somebody who can write/),
    ]);
    expectInert(bot.said(issue)[0] ?? "", "otto");
  });

  it("of a restricted area names those who can", async () => {
    bot.repository({
      config: { label: { restricted_labels: { acme: [{ label: "area/api", allowed_users: ["rick"] }] } } },
    });
    const issue = bot.issue();
    await bot.comments(issue, "otto", "/area api");
    expect(bot.said(issue)).toEqual([
      expect.stringMatching(/^@otto: You cannot change `area\/api`.* These people can: `rick`\./),
    ]);
    await bot.comments(issue, "rick", "/area api");
    expect(issue.labels).toEqual(["area/api"]);
  });
});

describeObedience(bot, { text: "/area api", by: "otto", subject: () => bot.issue() });

it.each([
  ["/area api docs", { "POST …/labels": 1 }],
  ["/area moon", { "POST …/comments": 1 }],
  ["It is the API.", {}],
])("requests of %s", async (text, requests) => {
  await bot.warm(
    () => bot.issue(),
    (issue) => bot.comments(issue, "otto", text),
  );
  expect(bot.requests()).toEqual(requests);
});
