import { describe, expect, it } from "vitest";
import type { RetryAdvice } from "../../src/inbox/inbox.ts";
import { judge, type VerdictOptions } from "../../src/inbox/verdict.ts";

function fail(step: string, advice: RetryAdvice, retryAfter?: number) {
  return { step, reason: `${step} failed`, advice, ...(retryAfter === undefined ? {} : { retryAfter }) };
}

function options(changes: Partial<VerdictOptions>): VerdictOptions {
  const limits = { tries: 10, tryForMs: 86_400_000, waitForMs: 30 * 86_400_000 };
  const failedBefore = changes.failedBefore ?? 0;
  const history = { triedBefore: new Set<string>(), failedBefore, attempts: failedBefore + 1, since: 0, now: 0 };
  return { failures: [fail("a", "backoff")], random: () => 0.5, ...history, ...limits, ...changes };
}

describe("judge", () => {
  it.each<[string, Partial<VerdictOptions>, string]>([
    ["backoff: again", {}, "retry"],
    ["backoff, ninth failure: again", { failedBefore: 8 }, "retry"],
    ["backoff, tenth failure: the end", { failedBefore: 9 }, "dead"],
    ["backoff, no time left: the end", { since: -86_400_000 }, "dead"],
    ["asked to wait past the time allowed: the end", { failures: [fail("a", "backoff", 86_400_001)] }, "dead"],
    ["once, first failure: again", { failures: [fail("a", "once")] }, "retry"],
    ["once, second failure: the end", { failures: [fail("a", "once")], triedBefore: new Set(["a"]) }, "dead"],
    [
      "once, another step failed before: again",
      { failures: [fail("a", "once")], triedBefore: new Set(["b"]) },
      "retry",
    ],
    ["wait, thousandth attempt: again", { failures: [fail("a", "wait")], attempts: 1_000 }, "retry"],
    ["wait, tenth failure: again", { failures: [fail("a", "wait")], failedBefore: 9 }, "retry"],
    ["wait, a week later: again", { failures: [fail("a", "wait", 3_600_000)], now: 7 * 86_400_000 }, "retry"],
    ["wait, no time left: the end", { failures: [fail("a", "wait")], now: 30 * 86_400_000 }, "dead"],
    ["backoff, a week of waiting before: again", { attempts: 500, now: 7 * 86_400_000 }, "retry"],
    ["one spent, one waits: again", { failures: [fail("a", "backoff"), fail("b", "wait")], failedBefore: 9 }, "retry"],
    ["never: the end at once", { failures: [fail("a", "never")] }, "dead"],
    ["one beyond help, one not: again", { failures: [fail("a", "never"), fail("b", "backoff")] }, "retry"],
  ])("%s", (_, changes, kind) => {
    expect(judge(options(changes)).kind).toBe(kind);
  });

  it("marks each step by itself", () => {
    const { steps } = judge(options({ failures: [fail("a", "never"), fail("b", "backoff"), fail("c", "once")] }));
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ["a", "dead"],
      ["b", "failed"],
      ["c", "failed"],
    ]);
  });

  it("counts no attempt that trouble elsewhere ended, nor the step's part in it", () => {
    const verdict = judge(options({ failures: [fail("a", "wait")] }));
    expect(verdict).toMatchObject({ kind: "retry", counts: false, steps: [{ step: "a", uncounted: true }] });
    expect(judge(options({}))).toMatchObject({ kind: "retry", counts: true });
  });

  it("gives up the step whose tries are spent, and not the one that waits", () => {
    const failures = [fail("a", "backoff"), fail("b", "wait")];
    const { steps } = judge(options({ failures, failedBefore: 9 }));
    expect(steps.map(({ step, state }) => [step, state])).toEqual([
      ["a", "dead"],
      ["b", "failed"],
    ]);
  });

  it.each([
    [3, 25_000],
    [100, 25_000],
    [101, 600_000],
  ])("is back within half a minute after trouble of %i attempts or fewer, later within %i ms", (attempts, most) => {
    const failures = [fail("a", "wait", 3_600_000)];
    const verdict = judge(options({ failures, attempts, random: () => 1 }));
    expect(verdict).toMatchObject({ kind: "retry", delayMs: 3_600_000 + most });
  });

  it("waits for the longest wait that was asked for", () => {
    const failures = [fail("a", "backoff", 3_000), fail("b", "backoff", 9_000)];
    expect(judge(options({ failures }))).toMatchObject({ kind: "retry", delayMs: 9_500 });
  });

  it("ignores how long a step that is beyond help asked to wait", () => {
    const failures = [fail("a", "never", 90_000), fail("b", "backoff")];
    expect(judge(options({ failures }))).toMatchObject({ kind: "retry", delayMs: 500 });
  });

  it("bounds what it keeps of a reason", () => {
    const failures = [{ step: "a", reason: "x".repeat(100_000), advice: "never" as const }];
    const { reason, steps } = judge(options({ failures }));
    expect(reason.length).toBeLessThanOrEqual(1_000);
    expect(steps[0]?.error.length).toBeLessThanOrEqual(1_000);
  });
});
