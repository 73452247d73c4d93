import { generateKeyPairSync } from "node:crypto";
import nock from "nock";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createGitHub, type GitHubOptions } from "../../src/github/github-app.ts";
import { silentLogger } from "../../src/log.ts";
import { issueBody, user } from "./answers.ts";
import { type Bench, bench, json, repo } from "./fake-github.ts";
import { MemoryStores } from "./memory-stores.ts";

const { privateKey } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
});
const credentials = { kind: "app" as const, appId: 42, privateKey };
const app = (options: Partial<GitHubOptions> = {}) =>
  bench({ settings: { apiUrl: "https://api.test", credentials }, ...options });

const issue = "/repos/acme/rocket/issues/7";
const mint = (installation: number) => `POST /app/installations/${installation}/access_tokens`;

function minting({ fake, time }: Bench, installation: number): void {
  let count = 0;
  fake.on(mint(installation), () =>
    json({ token: `t${installation}-${++count}`, expires_at: new Date(time.now() + 3_600_000).toISOString() }, 201),
  );
}

const tokens = ({ fake }: Bench) =>
  fake.seen.filter(({ path }) => path === issue).map(({ headers }) => headers.get("authorization"));

describe("an App", () => {
  it("has a token for each installation, made once and renewed before it ends", async () => {
    const own = app();
    minting(own, 1);
    minting(own, 2);
    own.fake.on(`GET ${issue}`, () => json(issueBody()));
    await own.delivery({ installation: 1 })().issue(7);
    await own.delivery({ installation: 1 })().issue(7);
    await own.delivery({ installation: 2 })().issue(7);
    own.time.time += 55 * 60_000;
    await own.delivery({ installation: 1 })().issue(7);
    expect(tokens(own)).toEqual(["token t1-1", "token t1-1", "token t2-1", "token t1-2"]);
    const mints = own.observed.filter(({ plugin }) => plugin === "auth");
    expect(mints.map(({ status, outcome }) => [status, outcome])).toEqual(Array(3).fill([201, "miss"]));
  });

  it("signs the request for a token with its key", async () => {
    const own = app();
    minting(own, 1);
    own.fake.on(`GET ${issue}`, () => json(issueBody()));
    await own.delivery({ installation: 1 })().issue(7);
    const jwt = own.fake.seen[0]?.headers.get("authorization")?.split(".")[1] ?? "";
    expect(JSON.parse(Buffer.from(jwt, "base64url").toString())).toMatchObject({ iss: 42 });
  });

  it("tries once more with a new token after a 401, writes too", async () => {
    const own = app();
    minting(own, 1);
    own.fake.on(
      `PATCH ${issue}`,
      () => json({ message: "Bad credentials" }, 401),
      () => json(issueBody()),
    );
    await own.delivery({ installation: 1 })().close(7);
    expect(tokens(own)).toEqual(["token t1-1", "token t1-2"]);
  });

  it("gives up after a second 401", async () => {
    const own = app();
    minting(own, 1);
    own.fake.on(`PATCH ${issue}`, () => json({ message: "Bad credentials" }, 401));
    await expect(own.delivery({ installation: 1 })().close(7)).rejects.toMatchObject({ refusal: "unauthorized" });
    expect(tokens(own)).toHaveLength(2);
  });

  it.each([
    [404, "Not Found"],
    [403, "This installation has been suspended"],
  ])("is suspended where no token is given: %i", async (status, message) => {
    const own = app();
    own.fake.on(mint(1), () => json({ message }, status));
    const github = own.delivery({ installation: 1 })();
    await expect(github.issue(7)).rejects.toMatchObject({ refusal: "suspended", retryable: false });
  });

  describe("is silent as the App", () => {
    const limited = () =>
      json({ message: "You have exceeded a secondary rate limit." }, 403, { "retry-after": "3600" });
    const mints = ({ fake }: Bench) => fake.routes.filter((route) => route.endsWith("/access_tokens"));

    it("where it was refused as the App: no token is asked for until that is over", async () => {
      const own = app();
      minting(own, 1);
      own.fake.on("GET /app", limited).on(`GET ${issue}`, () => json(issueBody()));
      await expect(own.connections.app()).rejects.toMatchObject({ refusal: "rate-limit", retryAfter: 3_600_000 });
      const asking = own.delivery({ installation: 1 })().issue(7);
      await expect(asking).rejects.toMatchObject({ refusal: "rate-limit", retryable: true, retryAfter: 3_600_000 });
      expect(mints(own)).toEqual([]);
      own.time.time += 3_600_000;
      await own.delivery({ installation: 1 })().issue(7);
      expect(mints(own)).toHaveLength(1);
    });

    it("where a token was refused: none is asked for, for no installation, also after a restart", async () => {
      const own = app();
      own.fake.on(mint(1), limited);
      minting(own, 2);
      const asking = own.delivery({ installation: 1 })().issue(7);
      await expect(asking).rejects.toMatchObject({ refusal: "rate-limit", retryable: true, retryAfter: 3_600_000 });
      const { effects, blobs, values } = own.stores;
      const later = app({ effects, blobs, values, fetch: own.fake.fetch, clock: own.time });
      for (const one of [own, later]) {
        const other = one.delivery({ installation: 2 })().issue(7);
        await expect(other).rejects.toMatchObject({ refusal: "rate-limit" });
        await expect(one.connections.app()).rejects.toMatchObject({ refusal: "rate-limit" });
      }
      expect(own.fake.routes).toEqual([mint(1)]);
    });

    it("and asks for no more tokens a minute than GitHub grants", async () => {
      const own = app();
      const all = Array.from({ length: 190 }, (_, index) => index + 1);
      for (const installation of all) minting(own, installation);
      own.fake.on(`GET ${issue}`, () => json(issueBody()));
      const start = own.time.now();
      for (const installation of all)
        await own
          .delivery({ installation })()
          .issue(7)
          .catch(() => undefined);
      expect(mints(own).length).toBeGreaterThan(90);
      expect(own.time.now() - start).toBeGreaterThan(5_000);
    });
  });

  it.each([
    ["a page", () => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } })],
    ["half an answer", () => json('{"token": "gh', 201)],
    ["no answer", () => new TypeError("fetch failed")],
    ["a failure", () => json({ message: "Server Error" }, 500)],
  ])("asks again later when a request for a token is met with %s", async (_, answer) => {
    const own = app();
    own.fake.on(mint(1), answer);
    const asking = own.delivery({ installation: 1 })().issue(7);
    await expect(asking).rejects.toMatchObject({ retryable: true });
  });

  it("is to be blamed when its name does not come in time", async () => {
    const own = app();
    own.fake.on("GET /app", () => new Promise<Response>(() => {}));
    const late = new AbortController();
    const asking = own.delivery({ installation: 1 })("lgtm", late.signal).botLogin();
    late.abort();
    await expect(asking).rejects.toMatchObject({ refusal: "network", retryable: true });
  });

  it("forgets an installation's token and answers", async () => {
    const own = app();
    minting(own, 1);
    own.fake.on(`GET ${issue}`, () => json(issueBody(), 200, { etag: '"1"' }));
    await own.delivery({ installation: 1 })().issue(7);
    own.connections.forget(1);
    await own.delivery({ installation: 1 })().issue(7);
    expect(tokens(own)).toEqual(["token t1-1", "token t1-2"]);
    expect(own.fake.seen.at(-1)?.headers.get("if-none-match")).toBeNull();
  });

  it("keeps what one installation read from another", async () => {
    const own = app();
    minting(own, 1);
    minting(own, 2);
    own.fake.on(`GET ${issue}`, () => json(issueBody(), 200, { etag: '"1"' }));
    own.fake.on("GET /repos/acme/rocket/collaborators/pat", () => json(null, 204));
    for (const installation of [1, 2]) {
      const github = own.delivery({ installation })();
      await github.issue(7);
      await github.isCollaborator("pat");
    }
    const reads = own.fake.seen.filter(({ method }) => method === "GET");
    expect(reads.map(({ headers }) => headers.get("if-none-match"))).toEqual([null, null, null, null]);
  });

  it("finds the installation of a repository when the payload names none", async () => {
    const own = app();
    minting(own, 9);
    own.fake.on("GET /repos/acme/rocket/installation", () => json({ id: 9 }));
    own.fake.on(`GET ${issue}`, () => json(issueBody()));
    await own.delivery()().issue(7);
    await own.delivery()().issue(7);
    expect(own.fake.routes.filter((route) => route.endsWith("/installation"))).toHaveLength(1);
    expect(tokens(own)).toEqual(["token t9-1", "token t9-1"]);
  });

  it("knows itself, asks once, and calls itself slug[bot]", async () => {
    const own = app();
    own.fake.on("GET /app", () =>
      json({ slug: "bowsprit", id: 42, permissions: { issues: "write" }, events: ["push"] }),
    );
    const expected = { slug: "bowsprit", id: 42, permissions: { issues: "write" }, events: ["push"] };
    expect(await own.connections.app()).toEqual(expected);
    expect(await own.delivery({ installation: 1 })().botLogin()).toBe("bowsprit[bot]");
    expect(own.fake.routes).toEqual(["GET /app"]);
  });

  it("reads what an installation grants, and that it is gone", async () => {
    const own = app();
    own.fake.on("GET /app/installations/1", () =>
      json({ permissions: { issues: "read" }, events: [], suspended_at: "2024-05-01T00:00:00Z" }),
    );
    own.fake.on("GET /app/installations/2", () => json({ message: "Not Found" }, 404));
    expect(await own.connections.installationPermissions(1)).toEqual({
      permissions: { issues: "read" },
      events: [],
      suspended: true,
    });
    expect(await own.connections.installationPermissions(2)).toBeUndefined();
  });
});

describe("a token", () => {
  it("is a user", async () => {
    const own = bench();
    own.fake.on("GET /user", () => json({ ...user("Robo"), id: 3 }));
    expect(await own.connections.app()).toEqual({ slug: "Robo", id: 3, permissions: {}, events: [] });
    expect(await own.delivery()().botLogin()).toBe("Robo");
    expect(await own.connections.installationPermissions(1)).toBeUndefined();
  });
});

describe("hook deliveries", () => {
  const attempt = (id: number, at: string) => ({
    ...{ id, guid: `g${id}`, event: "push", action: null, redelivery: false, status: "OK", status_code: 200 },
    ...{ delivered_at: at, installation_id: 1, duration: 0.1, repository_id: 1 },
  });

  it("are listed page by page until they are old enough", async () => {
    const own = app();
    const link = '<https://api.test/app/hook/deliveries?per_page=100&cursor=v1_2>; rel="next"';
    own.fake.on(
      "GET /app/hook/deliveries",
      () => json([attempt(5, "2024-05-01T12:00:00Z")], 200, { link }),
      () => json([attempt(4, "2024-05-01T11:00:00Z"), attempt(3, "2024-05-01T10:00:00Z")], 200, { link }),
    );
    const found = await own.connections.deliveries.list(Date.parse("2024-05-01T10:30:00Z"));
    expect(found.map(({ id, guid, statusCode }) => [id, guid, statusCode])).toEqual([
      ["5", "g5", 200],
      ["4", "g4", 200],
    ]);
    expect(own.fake.routes).toEqual([
      "GET /app/hook/deliveries?per_page=100",
      "GET /app/hook/deliveries?per_page=100&cursor=v1_2",
    ]);
  });

  it("keep ids that are too large for a number", async () => {
    const own = app();
    const body = JSON.stringify([attempt(1, "2024-05-01T12:00:00Z")]).replace('"id":1,', '"id":12345678901234567891,');
    own.fake.on(
      "GET /app/hook/deliveries",
      () => new Response(body, { headers: { "content-type": "application/json" } }),
    );
    own.fake.on("POST /app/hook/deliveries/12345678901234567891/attempts", () => json({}, 202));
    const [found] = await own.connections.deliveries.list(0);
    await own.connections.deliveries.redeliver(found?.id ?? "");
    expect(own.fake.unexpected).toEqual([]);
  });

  it("are read with what was sent", async () => {
    const own = app();
    const request = { headers: { "X-GitHub-Event": "push" }, payload: { ref: "x" } };
    own.fake.on("GET /app/hook/deliveries/5", () => json({ ...attempt(5, ""), request, response: {} }));
    expect(await own.connections.deliveries.get("5")).toEqual(request);
  });
});

describe("a dry run", () => {
  it("reads, notes what it would write and writes nothing", async () => {
    const own = bench({ dryRun: true });
    own.fake.on(`GET ${issue}`, () => json(issueBody()));
    const github = own.delivery()();
    await github.addLabels(7, ["do-not-merge/hold"]);
    await github.comment(7, "Hello");
    await github.removeLabel(7, "do-not-merge/hold");
    expect(await github.assign(7, ["pat"])).toEqual([]);
    expect(await github.requestReviewers(7, ["pat"])).toEqual([]);
    await github.close(7);
    expect(await github.labels(7)).toEqual([]);
    expect((await github.issue(7)).state).toBe("closed");
    expect(own.fake.routes).toEqual([`GET ${issue}`]);
    const planned = own.connections.plannedWrites();
    expect(planned.map(({ method, path }) => `${method} ${path}`)).toEqual([
      `POST ${issue}/labels`,
      `POST ${issue}/comments`,
      `DELETE ${issue}/labels/do-not-merge%2Fhold`,
      `POST ${issue}/assignees`,
      "POST /repos/acme/rocket/pulls/7/requested_reviewers",
      `PATCH ${issue}`,
    ]);
    expect(planned[0]).toMatchObject({ body: { labels: ["do-not-merge/hold"] }, plugin: "lgtm" });
    expect(own.stores.effectStates.size).toBe(0);
  });
});

describe("GitHub Enterprise Server, over the real fetch", () => {
  beforeEach(() => nock.disableNetConnect());
  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
  });

  it("is asked for tokens, REST and GraphQL on its own host", async () => {
    const stores = new MemoryStores({ now: Date.now });
    const apiUrl = "https://ghe.test/api/v3";
    const connections = createGitHub({
      settings: { apiUrl, credentials },
      log: silentLogger(),
      ...{ effects: stores.effects, blobs: stores.blobs, values: stores.values },
    });
    const expires_at = new Date(Date.now() + 3_600_000).toISOString();
    const host = nock("https://ghe.test")
      .post("/api/v3/app/installations/77/access_tokens")
      .reply(201, { token: "ghs_x", expires_at })
      .get("/api/v3/repos/acme/rocket/issues/7")
      .matchHeader("authorization", "token ghs_x")
      .reply(200, issueBody())
      .post("/api/graphql")
      .reply(200, { data: null, errors: [{ type: "NOT_FOUND", message: "no" }] });
    const { signal } = new AbortController();
    const scope = { installation: 77, repo, delivery: "g", receivedAt: Date.now(), payload: {}, signal };
    const github = connections.forDelivery(scope).forPlugin("lgtm", signal);
    expect((await github.issue(7)).title).toBe("A title");
    await expect(github.pullHistory(7)).rejects.toMatchObject({ refusal: "not-found" });
    expect(host.pendingMocks()).toEqual([]);
  });

  it("is followed when it moves a repository, with method and body", async () => {
    const stores = new MemoryStores({ now: Date.now });
    const connections = createGitHub({
      settings: { apiUrl: "https://ghe.test/api/v3", credentials: { kind: "token", token: "t" } },
      log: silentLogger(),
      ...{ effects: stores.effects, blobs: stores.blobs, values: stores.values },
    });
    const location = "https://ghe.test/api/v3/repositories/12/issues/7";
    const host = nock("https://ghe.test")
      .patch("/api/v3/repos/acme/rocket/issues/7", { state: "open" })
      .reply(301, { message: "Moved Permanently" }, { location })
      .patch("/api/v3/repositories/12/issues/7", { state: "open" })
      .reply(200, issueBody());
    const { signal } = new AbortController();
    const scope = { repo, delivery: "g", receivedAt: Date.now(), payload: {}, signal };
    await connections.forDelivery(scope).forPlugin("lgtm", signal).reopen(7);
    expect(host.pendingMocks()).toEqual([]);
  });
});
