import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RequestObservation } from "../../src/github/connection/count-requests.ts";
import type { GitHub } from "../../src/github/github.ts";
import { createGitHub, type GitHubConnections } from "../../src/github/github-app.ts";
import { silentLogger } from "../../src/log.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import { MemoryStores } from "./memory-stores.ts";

let sandbox: Sandbox;
let rocket: RepositoryHandle;
let installation: number;

/** A stand-in for a process of the bot; several share stores, as a restarted one does. */
interface Process {
  readonly connections: GitHubConnections;
  readonly observed: RequestObservation[];
  github(guid?: string): GitHub;
  /** Its clock goes on by so many milliseconds. */
  pass(ms: number): void;
}

function start(stores = new MemoryStores({ now: Date.now })): Process {
  const observed: RequestObservation[] = [];
  const { id: appId, privateKey } = sandbox.app;
  let passed = 0;
  const connections = createGitHub({
    settings: { apiUrl: sandbox.url, credentials: { kind: "app", appId, privateKey } },
    log: silentLogger(),
    ...{ effects: stores.effects, blobs: stores.blobs, values: stores.values, markerSecret: "marker" },
    ...{ sleep: async () => {}, clock: { now: () => Date.now() + passed } },
    onRequest: (one) => observed.push(one),
  });
  const { signal } = new AbortController();
  const github = (delivery = "guid-1") =>
    connections
      .forDelivery({
        ...{ installation, repo: { owner: "acme", name: "rocket" }, delivery },
        ...{ receivedAt: Date.now(), payload: {}, signal },
      })
      .forPlugin("lgtm", signal);
  const pass = (ms: number) => {
    passed += ms;
  };
  return { connections, observed, github, pass };
}

beforeEach(async () => {
  sandbox = await startSandbox({ enforceLimits: true });
  const { world } = sandbox;
  for (const login of ["alice", "pat", "stranger"]) world.createUser(login);
  world.createOrganization({ login: "acme", members: { pat: "member" } });
  rocket = world.createRepository({ owner: "acme", name: "rocket", files: { OWNERS: "approvers:\n- pat\n" } });
  rocket.setCollaborator("pat", "write");
  installation = world.install("acme").id;
});

afterEach(async () => {
  expect(sandbox.breaches).toEqual([]);
  await sandbox.close();
});

describe("verbs on a whole GitHub", () => {
  it("label, comment, assign and close", async () => {
    const issue = rocket.issue({ author: "alice" });
    const github = start().github();
    await github.addLabels(issue.number, ["kind/bug", "do-not-merge/hold"]);
    await github.removeLabel(issue.number, "DO-NOT-MERGE/hold");
    await github.comment(issue.number, "Hello");
    expect(await github.assign(issue.number, ["pat", "stranger"])).toEqual(["stranger"]);
    await github.close(issue.number, "not_planned");
    expect(issue.labels).toEqual(["kind/bug"]);
    expect(issue.assignees).toEqual(["pat"]);
    expect([issue.state, issue.reason]).toEqual(["closed", "not_planned"]);
    expect(issue.commentsBy("bowsprit[bot]")).toEqual([expect.stringMatching(/^Hello\n\n<!-- bowsprit:\w+ -->$/)]);
  });

  it("ask for reviews one by one when one of them may not", async () => {
    const pull = rocket.pull({ author: "alice" });
    const github = start().github();
    expect(await github.requestReviewers(pull.number, ["pat", "stranger"])).toEqual(["stranger"]);
    expect(pull.reviewers).toEqual(["pat"]);
    await github.removeReviewers(pull.number, ["pat"]);
    expect(pull.reviewers).toEqual([]);
  });

  it("know who is who", async () => {
    const github = start().github();
    expect(await github.isCollaborator("pat")).toBe(true);
    expect(await github.isCollaborator("stranger")).toBe(false);
    expect(await github.isMember("pat")).toBe(true);
    expect(await github.isMember("stranger")).toBe(false);
    expect((await github.collaborators()).has("pat")).toBe(true);
    expect(await github.permission("pat")).toBe("write");
    expect(await github.botLogin()).toBe("bowsprit[bot]");
  });

  it("read OWNERS at the tip of a branch whose name has a slash", async () => {
    rocket.write({ OWNERS: "approvers:\n- alice\n" }, "main");
    const github = start().github();
    const sha = await github.branchHead("main");
    expect(sha).toBe(rocket.branch());
    const { entries } = await github.tree(sha);
    const owners = entries.find(({ path }) => path === "OWNERS");
    expect(await github.blob(owners?.id ?? "")).toBe("approvers:\n- alice\n");
    const pull = rocket.pull({ author: "alice", headRef: "feature/x" });
    expect(await github.branchHead("feature/x")).toBe(pull.head);
  });
});

describe("a pull request's history", () => {
  it("is the same from GraphQL and from REST, in one request or side by side", async () => {
    const pull = rocket.pull({ author: "alice", files: { "a.ts": "1\n", "b/c.ts": "2\n" } });
    const pat = sandbox.as("pat");
    pat.comment(pull, "/lgtm");
    pat.review(pull, "APPROVED", "fine");
    const bot = start();
    await bot.github("other").addLabels(pull.number, ["lgtm"]);
    await bot.github("other").comment(pull.number, "Noted");
    bot.observed.length = 0;
    const byGraphql = await bot.github().pullHistory(pull.number);
    expect(bot.observed.map(({ route }) => route)).toEqual(["POST /graphql"]);
    sandbox.faults.always("POST /graphql", { kind: "status", status: 404 });
    const byRest = await start().github().pullHistory(pull.number);
    expect(byGraphql).toEqual(byRest);
    expect(byGraphql.labelEvents.map(({ actor, label }) => [actor, label])).toEqual([["bowsprit[bot]", "lgtm"]]);
    expect(byGraphql.comments.map(({ author }) => author.login)).toEqual(["pat", "bowsprit[bot]"]);
  });
});

describe("a comment under faults", () => {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";

  it.each([
    ["answered 502 after it was made", { kind: "status", status: 502, apply: true }],
    ["answered 502 and not made", { kind: "status", status: 502 }],
    ["cut off after it was made", { kind: "reset", apply: true }],
    ["answered in half", { kind: "truncated" }],
    ["answered with nothing", { kind: "empty", apply: true }],
  ] as const)("%s is there once after a restart", async (_, fault) => {
    const issue = rocket.issue();
    const stores = new MemoryStores({ now: Date.now });
    sandbox.faults.next(route, fault);
    await expect(start(stores).github().comment(issue.number, "Hello")).rejects.toMatchObject({ retryable: true });
    sandbox.faults.clear();
    const restarted = start(stores);
    await expect(restarted.github().comment(issue.number, "Hello")).rejects.toMatchObject({ retryable: true });
    restarted.pass(12_000);
    await restarted.github().comment(issue.number, "Hello");
    await start(stores).github().comment(issue.number, "Hello");
    expect(issue.commentsBy("bowsprit[bot]")).toHaveLength(1);
  });
});
