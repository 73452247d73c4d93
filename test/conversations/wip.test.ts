import { describe, expect, it } from "vitest";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { startConversation } from "../support/conversation.ts";

const WIP = "do-not-merge/work-in-progress";

const bot = await startConversation({ plugins: ["wip"] });
const opens = (pr: PullHandle) => bot.does(pr.author, (person) => person.open(pr));
const titles = (pr: PullHandle, title: string) => bot.does("alice", (person) => person.edit(pr, { title }));

describe("a pull request opened", () => {
  it.each([
    ["WIP: boats", false, [WIP]],
    ["[wip] boats", false, [WIP]],
    ["Boats", true, [WIP]],
    ["Boats", false, []],
    ["Wipe the boats", false, []],
  ])("as %j, draft: %s", async (title, draft, labels) => {
    const pr = bot.pull({ title, draft });
    await opens(pr);
    expect(pr.labels).toEqual(labels);
    expect(bot.said(pr)).toEqual([]);
  });

  it("by somebody whose account is gone", async () => {
    const pr = bot.pull({ draft: true });
    const { event, payload } = await bot.withheld("alice", (person) => person.open(pr));
    await bot.hears({
      event,
      payload: { ...payload, pull_request: { ...(payload.pull_request as object), user: null } },
    });
    expect(pr.labels).toEqual([WIP]);
  });

  it("by a bot", async () => {
    bot.sandbox.world.account("helper[bot]", "Bot");
    const pr = bot.pull({ author: "helper[bot]", draft: true });
    await opens(pr);
    expect(pr.labels).toEqual([WIP]);
  });
});

it("the label follows the title", async () => {
  const pr = bot.pull({ title: "Boats" });
  await titles(pr, "WIP: boats");
  expect(pr.labels).toEqual([WIP]);
  await titles(pr, "Boats, done");
  expect(pr.labels).toEqual([]);
});

it("the label follows the draft state", async () => {
  const pr = bot.pull();
  await bot.does("alice", (person) => person.draft(pr));
  expect(pr.labels).toEqual([WIP]);
  await bot.does("alice", (person) => person.ready(pr));
  expect(pr.labels).toEqual([]);
});

it("a draft with a WIP title keeps it until both are gone", async () => {
  const pr = bot.pull({ title: "WIP: boats", draft: true, labels: [WIP, "lgtm"] });
  await bot.does("alice", (person) => person.ready(pr));
  expect(pr.labels).toEqual([WIP, "lgtm"]);
  await titles(pr, "Boats");
  expect(pr.labels).toEqual(["lgtm"]);
});

it("a comment is none of its business", async () => {
  await bot.comments(bot.pull({ title: "WIP: boats" }), "alice", "/wip");
  expect(bot.requests()).toEqual({});
});

describe("requests", () => {
  it.each([
    ["WIP: boats", {}, { "POST …/labels": 1 }],
    ["Boats", { labels: [WIP] }, { "DELETE …/labels/{name}": 1 }],
    ["Boats", {}, {}],
    ["WIP: boats", { labels: [WIP] }, {}],
  ])("a new title %j on %j", async (title, options, requests) => {
    await bot.warm(
      () => bot.pull({ title: "Old", ...options }),
      (pr) => titles(pr, title),
    );
    expect(bot.requests()).toEqual(requests);
  });
});
