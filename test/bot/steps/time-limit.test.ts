import { getEventListeners } from "node:events";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StoppedError, TimeLimitError, withTimeLimit } from "../../../src/bot/steps/time-limit.ts";
import { GitHubError } from "../../../src/github/github-error.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const never = () => new Promise<never>(() => {});

describe("work with a time limit", () => {
  it("leaves nothing behind when it ends", async () => {
    const { signal } = new AbortController();
    expect(await withTimeLimit({ milliseconds: 1_000, signal }, async () => 7)).toBe(7);
    await expect(withTimeLimit({ milliseconds: 1_000, signal }, () => Promise.reject(new Error("x")))).rejects.toThrow(
      "x",
    );
    expect(vi.getTimerCount()).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("is given up after its time, not before", async () => {
    const { signal } = new AbortController();
    const ended: unknown[] = [];
    const work = withTimeLimit({ milliseconds: 1_000, signal }, never).catch((error) => ended.push(error));
    await vi.advanceTimersByTimeAsync(999);
    expect(ended).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    await work;
    expect(ended).toEqual([expect.any(TimeLimitError)]);
  });

  it("says that time was up, whatever the work makes of its signal", async () => {
    const { signal } = new AbortController();
    const listening = (inner: AbortSignal) =>
      new Promise((_, reject) => inner.addEventListener("abort", () => reject(new Error("fetch failed"))));
    const work = expect(withTimeLimit({ milliseconds: 5, signal }, listening)).rejects.toBeInstanceOf(TimeLimitError);
    await vi.advanceTimersByTimeAsync(5);
    await work;
  });

  it.each([
    ["network", GitHubError],
    ["rate-limit", GitHubError],
    ["not-found", TimeLimitError],
  ] as const)("says what of GitHub it was waiting for: %s", async (refusal, kind) => {
    const { signal } = new AbortController();
    const asking = (inner: AbortSignal) =>
      new Promise((_, reject) =>
        inner.addEventListener("abort", () => reject(new GitHubError("late", { route: "GET /x", status: 0, refusal }))),
      );
    const work = expect(withTimeLimit({ milliseconds: 5, signal }, asking)).rejects.toBeInstanceOf(kind);
    await vi.advanceTimersByTimeAsync(5);
    await work;
  });

  it("does not go on when everything stopped before", async () => {
    await expect(withTimeLimit({ milliseconds: 5, signal: AbortSignal.abort() }, never)).rejects.toBeInstanceOf(
      StoppedError,
    );
  });
});
