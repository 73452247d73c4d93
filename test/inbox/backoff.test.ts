import { describe, expect, it } from "vitest";
import { backoff } from "../../src/inbox/backoff.ts";

describe("backoff", () => {
  it.each([
    [1, 1_000],
    [2, 5_000],
    [3, 25_000],
    [4, 120_000],
    [5, 600_000],
    [9, 600_000],
  ])("waits at most the step of failure %i", (failures, longest) => {
    expect(backoff({ failures, retryAfter: 0, random: () => 0 })).toBe(0);
    expect(backoff({ failures, retryAfter: 0, random: () => 0.5 })).toBe(longest / 2);
    expect(backoff({ failures, retryAfter: 0, random: () => 0.999_999_9 })).toBeLessThanOrEqual(longest);
  });

  it("never comes back before it was asked to", () => {
    expect(backoff({ failures: 1, retryAfter: 60_000, random: () => 0 })).toBe(60_000);
    expect(backoff({ failures: 1, retryAfter: 60_000, random: () => 0.5 })).toBe(60_500);
  });
});
