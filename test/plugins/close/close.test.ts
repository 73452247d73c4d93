import { describe, expect, it } from "vitest";
import { closeReason } from "../../../src/plugins/close/close-reason.ts";
import { close } from "../../../src/plugins/close/plugin.ts";
import { say } from "../support/say.ts";

describe("the reason after /close", () => {
  it.each([
    ["", {}],
    [" \t", {}],
    [" completed", { reason: "completed" }],
    [" Not-Planned ", { reason: "not_planned" }],
    [" duplicate", { reason: "duplicate" }],
    [" duplicate #12", { reason: "duplicate", original: 12 }],
    [" duplicate 12", undefined],
    [" duplicate #0", undefined],
    [" duplicate #1234567890", undefined],
    [" duplicate  #12", undefined],
    [" completed #12", undefined],
    ["  completed", undefined],
    ["\tcompleted", undefined],
    [" wontfix", undefined],
  ])("%j", (line, given) => {
    expect(closeReason.parse(line)).toEqual(given);
  });
});

const section = [
  {
    repos: ["acme"],
    reasons: {
      "not-planned": { comment: "See our roadmap.", labels: ["triage/declined", "no such"] },
      duplicate: { labels: ["triage/duplicate"] },
      completed: null,
    },
  },
];

const repositoryLabels = ["Triage/Declined", "triage/duplicate"];

describe("/close", () => {
  it("closes as completed without more ado", async () => {
    const { state, calls, replies } = await say(close, { by: "alice", body: "/close", section }, { repositoryLabels });
    expect([state.reason, calls, replies.length]).toEqual(["completed", ["close"], 1]);
  });

  it("says and sets what is configured for the reason, and mentions a label that is missing", async () => {
    const said = { by: "alice", body: "/close not-planned", section };
    const { state, replies } = await say(close, said, { repositoryLabels });
    expect([state.reason, state.labels]).toEqual(["not_planned", ["Triage/Declined"]]);
    expect(replies.join("\n")).toContain("See our roadmap.");
    expect(replies.join("\n")).toContain("`no such`");
  });

  it("names the original of a duplicate", async () => {
    const { state, replies } = await say(
      close,
      { by: "alice", body: "/close duplicate #12", section },
      { repositoryLabels },
    );
    expect([state.reason, state.labels]).toEqual(["duplicate", ["triage/duplicate"]]);
    expect(replies[0]).toContain("duplicate of #12");
  });

  it("goes by the last reason given", async () => {
    const { state } = await say(close, { by: "alice", body: "/close duplicate\n/close completed\n/close" });
    expect(state.reason).toBe("completed");
  });

  it("leaves labels and comment alone when it may not close", async () => {
    const { calls, replies } = await say(
      close,
      { by: "otto", body: "/close not-planned", section },
      { repositoryLabels },
    );
    expect([calls, replies.length]).toEqual([["collaborator otto"], 1]);
  });

  it("closes pull requests as completed only", async () => {
    expect((await say(close, { by: "alice", body: "/close", on: "pull" })).state.state).toBe("closed");
    const refused = await say(close, { by: "alice", body: "/close duplicate #3", on: "pull" });
    expect([refused.calls, refused.replies.length]).toEqual([[], 1]);
  });
});

it("/reopen reopens", async () => {
  const { state } = await say(close, { by: "alice", body: "/reopen" }, { state: "closed" });
  expect(state.state).toBe("open");
});

it("tells what is configured", () => {
  const config = close.config?.resolve(close.config.schema.parse(section), { owner: "acme", name: "app" });
  expect(close.describeConfig?.(config)).toBe(
    "Closing as not-planned also says a configured text, sets `triage/declined`, sets `no such`. Closing as duplicate also sets `triage/duplicate`.",
  );
});
