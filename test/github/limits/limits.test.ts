import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { LimitSettings } from "../../../src/github/limits/limit-settings.ts";
import { TokenBucket } from "../../../src/github/limits/token-bucket.ts";
import { commentBody, issueBody, labels } from "../answers.ts";
import { bench, json } from "../fake-github.ts";

const issues = "/repos/acme/rocket/issues";
const settings = (limits: Partial<LimitSettings>) => ({
  apiUrl: "https://api.test",
  credentials: { kind: "token" as const, token: "t" },
  limits,
});

function commenting(own: ReturnType<typeof bench>) {
  own.fake.on(`POST ${issues}/7/comments`, () => json(commentBody(1, "x"), 201));
  const github = own.delivery()();
  return () => github.comment(7, "x");
}

describe("TokenBucket", () => {
  it("never lets more than its limit through in any window", () => {
    const steps = fc.array(fc.nat({ max: 30_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 40 }), (pauses, burst) => {
        const bucket = new TokenBucket({ limit: 80, windowMs: 60_000, burst }, 0);
        const taken: number[] = [];
        let now = 0;
        for (const pause of pauses) {
          now += pause % 400;
          now += bucket.wait(1, now);
          bucket.take(1, now);
          taken.push(now);
        }
        for (const [index, start] of taken.entries()) {
          const inWindow = taken.slice(index).filter((time) => time < start + 60_000);
          expect(inWindow.length).toBeLessThanOrEqual(81);
        }
      }),
    );
  });

  it("is not filled by a clock that goes back, nor by an old state", () => {
    const bucket = new TokenBucket({ limit: 100, windowMs: 1000, burst: 10 }, 1000);
    bucket.take(10, 1000);
    expect(bucket.wait(1, 500)).toBeGreaterThan(0);
    const restarted = new TokenBucket({ limit: 100, windowMs: 1000, burst: 10 }, 2000);
    restarted.restore({ level: 0, at: 2000 }, 2000);
    expect(restarted.wait(1, 2000)).toBeGreaterThan(0);
    restarted.restore({ level: 1e9, at: 0 }, 2000);
    expect(restarted.wait(1, 2000)).toBeGreaterThan(0);
  });
});

describe("limits of an installation", () => {
  it("let a command in a quiet hour go at once", async () => {
    const own = bench();
    const comment = commenting(own);
    for (let count = 0; count < 20; count++) await comment();
    expect(own.time.slept).toEqual([]);
  });

  it("space comments out after a burst, and refuse what would wait long", async () => {
    const own = bench();
    const comment = commenting(own);
    const all = await Promise.allSettled(Array.from({ length: 40 }, comment));
    const refused = all.filter(({ status }) => status === "rejected");
    expect(own.time.slept.length).toBeGreaterThan(5);
    expect(Math.max(...own.time.slept)).toBeLessThanOrEqual(10_000);
    expect(refused.length).toBeGreaterThan(5);
    expect(refused[0]).toMatchObject({ reason: { refusal: "rate-limit", retryable: true, status: 0 } });
    const waits = refused.map((one) => (one as { reason: { retryAfter: number } }).reason.retryAfter);
    expect(Math.min(...waits)).toBeGreaterThan(10_000);
  });

  it("do not count labels as content", async () => {
    const own = bench({ settings: settings({ contentPerMinute: 2, contentBurst: 1 }) });
    own.fake.on(`DELETE ${issues}/7/labels/a`, () => json([]));
    for (let count = 0; count < 30; count++) await own.delivery()().removeLabel(7, "a");
    expect(own.time.slept).toEqual([]);
  });

  it("count five points for a write and one for a read", async () => {
    const own = bench({ settings: settings({ pointsPerMinute: 60, pointsBurst: 10 }) });
    own.fake.on(`PATCH ${issues}/7`, () => json({})).on(`GET ${issues}/7`, () => json(issueBody()));
    await own.delivery()().close(7);
    for (let count = 0; count < 5; count++) await own.delivery()().issue(7);
    expect(own.time.slept).toEqual([]);
    await own.delivery()().close(7);
    expect(own.time.slept).toEqual([6_200]);
  });

  it("keep the hour's budget over a restart", async () => {
    const limits = { contentPerHour: 10, contentHourBurst: 3 };
    const first = bench({ settings: settings(limits) });
    const comment = commenting(first);
    for (let count = 0; count < 3; count++) await comment();
    const second = bench({ settings: settings(limits), values: first.stores.values });
    await expect(commenting(second)()).rejects.toMatchObject({ refusal: "rate-limit" });
    const fresh = bench({ settings: settings(limits) });
    await commenting(fresh)();
  });

  it("keep the minute's budget over a restart", async () => {
    const limits = { contentPerMinute: 6, contentBurst: 3, patienceMs: 1_000 };
    const first = bench({ settings: settings(limits) });
    const comment = commenting(first);
    for (let count = 0; count < 3; count++) await comment();
    const second = bench({ settings: settings(limits), values: first.stores.values });
    await expect(commenting(second)()).rejects.toMatchObject({ refusal: "rate-limit" });
  });

  it("begin without points when an earlier process may have spent them a moment ago", async () => {
    const limits = { pointsPerMinute: 60, pointsBurst: 30, patienceMs: 1_000 };
    const first = bench({ settings: settings(limits) });
    await commenting(first)();
    const second = bench({ settings: settings(limits), values: first.stores.values });
    await expect(commenting(second)()).rejects.toMatchObject({ refusal: "rate-limit" });
  });

  it("start full when what is stored cannot be read", async () => {
    const own = bench();
    await own.stores.values.set("github/content-hour/0", "{");
    await commenting(own)();
    expect(own.time.slept).toEqual([]);
  });

  it("can be off", async () => {
    const own = bench({ settings: settings({ enabled: false, contentPerMinute: 2, contentBurst: 1 }) });
    const comment = commenting(own);
    for (let count = 0; count < 30; count++) await comment();
    expect(own.time.slept).toEqual([]);
  });

  it("keep the number of requests at once down", async () => {
    const own = bench({ settings: settings({ concurrent: 3 }) });
    let running = 0;
    let most = 0;
    own.fake.on(`DELETE ${issues}/7/labels/a`, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      return json([]);
    });
    await Promise.all(Array.from({ length: 12 }, () => own.delivery()().removeLabel(7, "a")));
    expect(most).toBe(3);
  });

  it("let a step give up while it waits for its turn", async () => {
    const own = bench({ settings: settings({ concurrent: 1 }) });
    let answer: (response: Response) => void = () => {};
    own.fake.on(`DELETE ${issues}/7/labels/a`, () => new Promise<Response>((resolve) => (answer = resolve)));
    own.fake.on(`DELETE ${issues}/7/labels/a`, () => json([]));
    const first = own.delivery()().removeLabel(7, "a");
    const stop = new AbortController();
    const second = own.delivery()("b", stop.signal).removeLabel(7, "a");
    while (own.fake.seen.length === 0) await new Promise((resolve) => setImmediate(resolve));
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("step over"));
    await expect(second).rejects.toMatchObject({ refusal: "network" });
    answer(json([]));
    await first;
    await own.delivery()().removeLabel(7, "a");
    expect(own.fake.seen).toHaveLength(2);
  });
});

describe("silence", () => {
  const write = (own: ReturnType<typeof bench>) => own.delivery()().removeLabel(7, "a");
  const route = `DELETE ${issues}/7/labels/a`;

  it.each([
    ["seconds", { "retry-after": "30" }, 30_000],
    ["a date", { "retry-after": "Wed, 01 May 2024 12:00:40 GMT" }, 40_000],
    ["a date gone by", { "retry-after": "Wed, 01 May 2024 11:00:00 GMT" }, 1_000],
    ["a reset", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1714564860" }, 61_000],
    ["a reset gone by", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, 1_000],
  ])("lasts as long as GitHub says in %s", async (_, headers, ms) => {
    const own = bench();
    own.fake.on(
      route,
      () => json({ message: "limit" }, 429, headers),
      () => json([]),
    );
    await expect(write(own)).rejects.toMatchObject({ refusal: "rate-limit", retryAfter: ms });
    own.time.time += ms - 11_000 > 0 ? ms - 11_000 : 0;
    if (ms > 11_000) await expect(write(own)).rejects.toMatchObject({ retryAfter: 11_000 });
    expect(own.fake.seen).toHaveLength(1);
    own.time.time += 1_000;
    await write(own);
    expect(own.time.slept).toEqual(ms > 11_000 ? [10_000] : []);
    expect(own.fake.seen).toHaveLength(2);
  });

  it("doubles from a minute when GitHub names no time, until an answer comes", async () => {
    const own = bench();
    const limited = () => json({ message: "You have exceeded a secondary rate limit" }, 403);
    own.fake.on(route, limited, limited, () => json([]), limited);
    const pauses: number[] = [];
    for (let count = 0; count < 4; count++) {
      const pause = await write(own).then(
        () => 0,
        (error: { retryAfter: number }) => error.retryAfter,
      );
      pauses.push(pause);
      own.time.time += pause;
    }
    expect(pauses).toEqual([60_000, 120_000, 0, 60_000]);
  });

  it("outlives a restart", async () => {
    const first = bench();
    first.fake.on(route, () => json({ message: "limit" }, 429, { "retry-after": "60" }));
    await expect(write(first)).rejects.toMatchObject({ status: 429 });
    const second = bench({ values: first.stores.values });
    await expect(write(second)).rejects.toMatchObject({ status: 0, retryAfter: 60_000 });
    expect(second.fake.routes).toEqual([]);
  });

  it.each([["nonsense"], [String(Date.parse("2034-01-01"))]])("does not come from a stored %s", async (stored) => {
    const own = bench();
    await own.stores.values.set("github/silence/0", stored);
    own.fake.on(route, () => json([]));
    await write(own);
    expect(own.time.slept).toEqual([]);
  });

  it("holds when limits are off", async () => {
    const own = bench({ settings: settings({ enabled: false }) });
    own.fake.on(route, () => json({ message: "limit" }, 429, { "retry-after": "60" }));
    await expect(write(own)).rejects.toMatchObject({ status: 429 });
    await expect(write(own)).rejects.toMatchObject({ status: 0 });
    own.fake.on(`POST ${issues}/7/labels`, () => json(labels("a")));
    await expect(own.delivery()().issue(7)).rejects.toMatchObject({ status: 0 });
    expect(own.fake.seen).toHaveLength(1);
  });
});
