import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type History, histories } from "./history.ts";
import { furnish, type PlayOptions, play } from "./play.ts";
import { longRun, runs } from "./runs.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  furnish(stage);
});

afterAll(() => stage.close());

/** Reordered and repeated arrivals, and restarts in between, must not show. */
function labelsAsTheClockHasThem(options: PlayOptions = {}) {
  return fc.asyncProperty(histories, async (history) => {
    const { labels, expected } = await play(stage, history, options);
    expect(labels).toEqual(expected);
  });
}

/** Whenever lgtm is on the head, somebody who may gave it while that was the head, wherever the bot was killed. */
function lgtmOnlyForWhatWasSeen(options: PlayOptions = {}) {
  return fc.asyncProperty(histories, async (history) => {
    const { labels, expected, approvedHeads, head } = await play(stage, history, { killEvery: 6, ...options });
    expect(labels.includes("lgtm") && !approvedHeads.has(head), "lgtm on a head that nobody approved").toBe(false);
    expect(labels).toEqual(expected);
  });
}

describe("the order in which deliveries arrive", () => {
  it("does not change the labels, nor how often they arrive", longRun, async () => {
    await fc.assert(labelsAsTheClockHasThem(), runs(300));
  });

  it.each<[string, PlayOptions]>([
    ["pushes", { hides: (key) => key.endsWith("latest push") }],
    ["new base branches", { hides: (key) => key.endsWith("latest base") }],
    ["for what lgtm was given", { hides: (key) => key.endsWith("grant") }],
    ["who spoke last", { hides: (key) => key.endsWith("latest word") }],
    ["everything at a restart", { loses: () => true }],
  ])("changes them for a bot that forgets %s, which is seen", longRun, async (_what, bug) => {
    expect(await failureOf(labelsAsTheClockHasThem(bug))).toMatch(/to deeply equal/);
  });
});

describe("a bot that is killed at any request", () => {
  it("leaves lgtm only on what somebody saw, and the same labels as one that lived", longRun, async () => {
    await fc.assert(lgtmOnlyForWhatWasSeen(), runs(100));
  });

  it("is caught when it forgets pushes", longRun, async () => {
    const bug = { hides: (key: string) => key.endsWith("latest push") };
    expect(await failureOf(lgtmOnlyForWhatWasSeen(bug))).toMatch(/a head that nobody approved/);
  });
});

/** What a property fails with when a bug is planted; empty when it does not see it. */
async function failureOf(property: fc.IAsyncPropertyWithHooks<[History]>): Promise<string> {
  const { errorInstance } = await fc.check(property, {
    ...{ numRuns: 500, seed: 1, endOnFailure: true, examples: [[lgtmBeforeItsRetarget]] },
  });
  return String(errorInstance ?? "");
}

/** Too rare to wait for: the new base branch is heard of first. */
const lgtmBeforeItsRetarget: History = {
  acts: [
    { kind: "lgtm", by: "rita", gap: 1, pick: 0, arrivals: 0 },
    { kind: "retarget", by: "ann", gap: 1, pick: 0, arrivals: 0 },
  ],
  dice: Array.from({ length: 8 }, () => 1),
  lgtmActsAsApprove: false,
};
