import { describe, expect, it } from "vitest";
import { Limits } from "../../src/sandbox/http/limits.ts";
import { installationAuthorization } from "./app-token.ts";
import { setStage } from "./stage.ts";

const COMMENT = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const LABEL = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
const READ = "GET /repos/{owner}/{repo}/issues/{issue_number}";

/** Sends so many requests with so many milliseconds between them, each ending before the next; answers the first breach. */
function play(route: string, count: number, gap: number): string | undefined {
  const limits = new Limits();
  for (let sent = 0; sent < count; sent += 1) {
    limits.begin({ key: "k", route, method: route.split(" ")[0] ?? "", at: sent * gap });
    limits.end("k");
  }
  return limits.breaches[0];
}

describe("budgets", () => {
  it.each([
    [COMMENT, 80, 0, undefined],
    [COMMENT, 81, 0, "more than 80 content-creating requests a minute"],
    [COMMENT, 500, 7000, undefined],
    [COMMENT, 501, 7000, "more than 500 content-creating requests an hour"],
    [LABEL, 180, 0, undefined],
    [LABEL, 181, 0, "more than 900 points a minute"],
    [READ, 900, 0, undefined],
    [READ, 901, 0, "more than 900 points a minute"],
    [READ, 5000, 67, undefined],
  ])("%s: %i requests, one every %i ms", (route, count, gap, breach) => {
    expect(play(route, count, gap)).toEqual(breach === undefined ? undefined : expect.stringContaining(breach));
  });

  it("allow a hundred at once and no more", () => {
    const limits = new Limits();
    const begin = () => limits.begin({ key: "k", route: READ, method: "GET", at: 0 });
    for (let count = 0; count < 100; count += 1) expect(begin()).toBeUndefined();
    expect(begin()).toContain("100 concurrent");
    limits.end("k");
    limits.end("k");
    expect(begin()).toBeUndefined();
  });
});

describe("a sandbox that enforces limits", () => {
  it("notes and refuses a call before retry-after ended", async () => {
    let now = Date.now();
    const stage = await setStage({ enforceLimits: true, clock: { now: () => now } });
    stage.sandbox.faults.next("GET /meta", { kind: "secondary-limit", retryAfter: 10 });
    await stage.ask("GET /meta", { as: "boss" });
    now += 9000;
    expect((await stage.ask("GET /meta", { as: "boss" })).status).toBe(403);
    expect(stage.sandbox.breaches).toEqual([
      "user boss: a call 9000 ms after the caller was told to stay away for longer (GET /meta)",
    ]);
    expect((await stage.ask("GET /meta", { as: "alice" })).status).toBe(200);
  });

  it("notes a token used outside its installation", async () => {
    const stage = await setStage({ enforceLimits: true });
    stage.sandbox.world.createOrganization({ login: "other" });
    stage.sandbox.world.createRepository({ owner: "other", name: "app" });
    const authorization = await installationAuthorization(stage);
    await stage.ask("GET /repos/acme/app", { authorization });
    expect(stage.sandbox.breaches).toEqual([]);
    await stage.ask("GET /repos/other/app", { authorization });
    expect(stage.sandbox.breaches).toEqual([
      expect.stringContaining("a token used outside its installation, on other/app"),
    ]);
  });

  it("lets everything pass unless asked to enforce", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    const posts = Array.from({ length: 85 }, () =>
      stage.ask("POST /repos/acme/app/issues/1/comments", { as: "boss", body: { body: "x" } }),
    );
    expect(new Set((await Promise.all(posts)).map(({ status }) => status))).toEqual(new Set([201]));
    expect(stage.sandbox.breaches).toEqual([]);
  });
});
