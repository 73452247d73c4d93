import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/http/faults.ts";
import { startConversation } from "../support/conversation.ts";

const HOLD = "do-not-merge/hold";
const LABELS = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
const COMMENTS = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
/** After this long GitHub has ended whatever a request began, in milliseconds. */
const SETTLED = 15_000;

const bot = await startConversation({ plugins: ["lgtm", "hold", "help"], repository: { labels: ["help wanted"] } });

/** The next request to the route fails, and so much time passes that nobody has to wait for what it began. */
function failNext(route: string, fault: Fault): void {
  let failed = false;
  bot.sandbox.faults.plan((request) => {
    if (failed || request.route !== route) return undefined;
    failed = true;
    bot.pass(SETTLED);
    return fault;
  });
}

describe("a delivery that comes again", () => {
  it("is answered once", async () => {
    const pr = bot.pull();
    await bot.comments(pr, "otto", "/lgtm");
    await bot.redelivers();
    expect([bot.said(pr).length, bot.requests()]).toEqual([1, {}]);
  });

  it("is answered once when all copies come together", async () => {
    const pr = bot.pull();
    const webhook = await bot.withheld("otto", (person) => person.comment(pr, "/lgtm"));
    const statuses = await Promise.all(Array.from({ length: 10 }, () => bot.hears(webhook)));
    expect(new Set(statuses)).toEqual(new Set([202]));
    expect(bot.said(pr)).toHaveLength(1);
  });

  it("is answered once when it comes under another id", async () => {
    const pr = bot.pull();
    const { event, payload } = await bot.withheld("otto", (person) => person.comment(pr, "/lgtm"));
    await bot.hears({ event, payload });
    await bot.hears({ event, payload });
    expect(bot.said(pr)).toHaveLength(1);
  });
});

describe("a comment that GitHub made but did not confirm", () => {
  it.each<Fault>([
    { kind: "status", status: 502, apply: true },
    { kind: "html", apply: true },
    { kind: "reset", apply: true },
    { kind: "empty", apply: true },
  ])("is there once: %j", async (fault) => {
    const pr = bot.pull();
    failNext(COMMENTS, fault);
    await bot.comments(pr, "otto", "/lgtm");
    expect(bot.said(pr)).toHaveLength(1);
  });
});

describe("a comment that GitHub did not make", () => {
  it.each<Fault>([{ kind: "status", status: 502 }, { kind: "reset" }])("is there once: %j", async (fault) => {
    const pr = bot.pull();
    failNext(COMMENTS, fault);
    await bot.comments(pr, "otto", "/lgtm");
    expect(bot.said(pr)).toHaveLength(1);
  });
});

describe("a label that GitHub did not set", () => {
  it("is set with the next try, and what else was done is not done again", async () => {
    const issue = bot.issue();
    failNext(LABELS, { kind: "status", status: 500 });
    await bot.comments(issue, "rick", "/help");
    expect(issue.labels).toEqual(["help wanted"]);
    expect(bot.said(issue)).toHaveLength(1);
    expect(bot.requests()).toMatchObject({ "POST …/labels": 2, "POST …/comments": 1 });
  });

  it("does not hold back the next command for long", async () => {
    const pr = bot.pull();
    failNext(LABELS, { kind: "status", status: 500 });
    await bot.comments(pr, "rick", "/hold");
    await bot.comments(pr, "rick", "/lgtm");
    expect(pr.labels.toSorted()).toEqual([HOLD, "lgtm"]);
  });
});

it("a missing permission is given up at once, with the reason", async () => {
  const pr = bot.pull();
  bot.sandbox.faults.always(LABELS, { kind: "status", status: 403, message: "Resource not accessible by integration" });
  await bot.comments(pr, "rick", "/hold");
  expect(bot.requests()).toEqual({ "POST …/labels": 1 });
  expect(await bot.dead()).toEqual([expect.stringMatching(/^hold: .*403.*Resource not accessible by integration/)]);
});
