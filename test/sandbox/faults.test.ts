import { describe, expect, it } from "vitest";
import type { Fault } from "../../src/sandbox/http/faults.ts";
import { setStage } from "./stage.ts";

const POST = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const GET = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
const comments = "/repos/acme/app/issues/1/comments";

const answered: [string, Fault, number, number][] = [
  ["a server error", { kind: "status", status: 500 }, 500, 0],
  ["a server error that took effect", { kind: "status", status: 502, apply: true }, 502, 1],
  ["an HTML page", { kind: "html" }, 502, 0],
  ["the secondary limit", { kind: "secondary-limit", retryAfter: 7 }, 403, 0],
  ["the secondary limit without a time", { kind: "secondary-limit", status: 429 }, 429, 0],
  ["the primary limit", { kind: "primary-limit", resetIn: 60 }, 403, 0],
  ["an empty answer", { kind: "empty", apply: true }, 200, 1],
  ["an answer cut in the middle", { kind: "truncated" }, 201, 1],
];

describe("faults", () => {
  it.each(answered)("%s meets the next request only", async (_, fault, status, effects) => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.faults.next(POST, fault);
    const first = await stage.ask(`POST ${comments}`, { as: "otto", body: { body: "once" } });
    expect([first.status, issue.comments.length]).toEqual([status, effects]);
    if (fault.kind === "truncated" || fault.kind === "html" || fault.kind === "empty")
      expect(first.json).toBeUndefined();
    const second = await stage.ask(`POST ${comments}`, { as: "otto", body: { body: "twice" } });
    expect([second.status, issue.comments.length]).toEqual([201, effects + 1]);
  });

  it("tell the limits as GitHub does", async () => {
    const stage = await setStage();
    stage.sandbox.faults.next("GET /meta", { kind: "secondary-limit", retryAfter: 7 });
    const secondary = await stage.ask("GET /meta");
    expect([secondary.headers.get("retry-after"), secondary.text]).toEqual([
      "7",
      expect.stringContaining("secondary rate limit"),
    ]);
    stage.sandbox.faults.next("GET /meta", { kind: "primary-limit", resetIn: 60 });
    const primary = await stage.ask("GET /meta");
    expect(primary.headers.get("x-ratelimit-remaining")).toBe("0");
    expect(Number(primary.headers.get("x-ratelimit-reset")) * 1000).toBeGreaterThan(Date.now() + 55_000);
  });

  it.each([
    [false, 0],
    [true, 1],
  ])("a reset connection, applied: %s", async (apply, effects) => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.faults.next(POST, { kind: "reset", apply });
    await expect(stage.ask(`POST ${comments}`, { as: "otto", body: { body: "x" } })).rejects.toThrow();
    expect(issue.comments).toHaveLength(effects);
  });

  it("a hanging request ends when the client gives up", async () => {
    const stage = await setStage();
    stage.sandbox.faults.always("*", { kind: "hang" });
    await expect(fetch(`${stage.sandbox.url}/meta`, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    stage.sandbox.faults.clear();
    expect((await stage.ask("GET /meta")).status).toBe(200);
  });

  it("a stale read shows what stood some time ago", async () => {
    let now = Date.parse("2026-01-01T00:00:00Z");
    const stage = await setStage({ clock: { now: () => now } });
    const issue = stage.repository.issue({ author: "alice" });
    now += 5000;
    stage.sandbox.as("otto").comment(issue, "just now");
    stage.sandbox.as("boss").addLabels(issue, "lgtm");
    const labels = "GET /repos/{owner}/{repo}/issues/{issue_number}/labels";
    for (const route of [GET, labels]) stage.sandbox.faults.always(route, { kind: "stale", ms: 1000 });
    const read = async (): Promise<unknown[]> => [
      (await stage.ask(`GET ${comments}`)).json,
      (await stage.ask("GET /repos/acme/app/issues/1/labels")).json,
    ];
    expect(await read()).toEqual([[], []]);
    now += 1000;
    expect(await read()).toMatchObject([[{ body: "just now" }], [{ name: "lgtm" }]]);
  });

  it("follow a script of the test's own", async () => {
    const stage = await setStage();
    let turn = 0;
    stage.sandbox.faults.plan(() => (turn++ % 2 === 0 ? { kind: "status", status: 503 } : undefined));
    const statuses = [await stage.ask("GET /meta"), await stage.ask("GET /meta"), await stage.ask("GET /meta")].map(
      ({ status }) => status,
    );
    expect(statuses).toEqual([503, 200, 503]);
  });
});
