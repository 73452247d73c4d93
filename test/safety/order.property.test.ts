import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { History } from "./history.ts";
import { labelsAsTheClockHasThem, labelsOnlyForWhatWasSeen } from "./order-properties.ts";
import { furnish, type PlayOptions } from "./play.ts";
import { longRun, runs } from "./runs.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  furnish(stage);
});

afterAll(() => stage.close());

describe("the order in which deliveries arrive", () => {
  it("does not change the labels, nor how often they arrive", longRun, async () => {
    await fc.assert(labelsAsTheClockHasThem(stage), runs(300));
  });

  it.each<[string, PlayOptions]>([
    ["pushes", { hides: (key) => key.endsWith("latest push") }],
    ["new base branches", { hides: (key) => key.endsWith("latest base") }],
    ["for what lgtm was given", { hides: (key) => key.endsWith("grant") }],
    ["who spoke last", { hides: (key) => key.endsWith("latest word") }],
    ["everything at a restart", { loses: () => true }],
  ])("changes them for a bot that forgets %s, which is seen", longRun, async (_what, bug) => {
    expect(await failureOf(labelsAsTheClockHasThem(stage, bug))).toMatch(/the labels are .* instead of/);
  });
});

describe("a bot that is killed at any request or write", () => {
  it("leaves lgtm only on what somebody saw, and the same labels as one that lived", longRun, async () => {
    await fc.assert(labelsOnlyForWhatWasSeen(stage), runs(100));
  });

  it("is caught when it forgets pushes", longRun, async () => {
    const bug = { hides: (key: string) => key.endsWith("latest push") };
    expect(await failureOf(labelsOnlyForWhatWasSeen(stage, bug))).toMatch(/a head that nobody approved/);
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
