import { generateKeyPairSync } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { createGitHub, type GitHubOptions } from "../../src/github/github-app.ts";
import { alone } from "../../src/github/limits/sharing.ts";
import { BranchHeads } from "../../src/github/snapshot/branch-heads.ts";
import { silentLogger } from "../../src/log.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { commentBody, issueBody } from "./answers.ts";
import { type Bench, bench, FakeTime, json } from "./fake-github.ts";
import { MemoryStores } from "./memory-stores.ts";

const hour = 3_600_000;
const issues = "/repos/acme/rocket/issues";
const comments = `${issues}/7/comments`;
const write = (own: Bench) => own.delivery()().removeLabel(7, "a");
const route = `DELETE ${issues}/7/labels/a`;

interface Turned extends Bench {
  readonly steady: FakeTime;
  /** Sets the system's clock. */
  turn(ms: number): void;
}

/** A client on a system whose clock can be set while time goes on as ever. */
function turned(options: Partial<GitHubOptions> = {}): Turned {
  const steady = new FakeTime();
  let by = 0;
  const clock = { now: () => steady.now() + by };
  steady.time -= 60_000;
  const own = bench({ clock, steady, sleep: steady.sleep, effects: new MemoryStores(clock).effects, ...options });
  steady.time += 60_000;
  const turn = (ms: number) => {
    by += ms;
  };
  return { ...own, steady, turn };
}

describe("a clock that is set", () => {
  it.each([hour, -hour, 90_000, -90_000])("neither ends a silence nor makes it longer: by %i ms", async (ms) => {
    const own = turned();
    own.fake.on(
      route,
      () => json({ message: "limit" }, 429, { "retry-after": "60" }),
      () => json([]),
    );
    await expect(write(own)).rejects.toMatchObject({ status: 429 });
    own.turn(ms);
    await expect(write(own)).rejects.toMatchObject({ status: 0, retryAfter: 60_000 });
    own.steady.time += 60_000;
    await write(own);
    expect(own.fake.seen).toHaveLength(2);
  });

  it("back over a restart makes a silence no longer than it was", async () => {
    const first = turned();
    first.fake.on(route, () => json({ message: "limit" }, 429, { "retry-after": "60" }));
    await expect(write(first)).rejects.toMatchObject({ status: 429 });
    const second = turned({ values: first.stores.values });
    second.steady.time -= hour;
    await expect(write(second)).rejects.toMatchObject({ status: 0, retryAfter: 60_000 });
    second.steady.time += 60_000;
    second.fake.on(route, () => json([]));
    await write(second);
  });

  it("in another replica makes its silence no longer, however often it is heard of", async () => {
    const other = turned();
    other.steady.time += hour;
    other.fake.on(route, () => json({ message: "limit" }, 429, { "retry-after": "60" }));
    await expect(write(other)).rejects.toMatchObject({ status: 429 });
    const own = turned({ values: other.stores.values, sharing: { ...alone, replicas: () => 2 } });
    await expect(write(own)).rejects.toMatchObject({ retryAfter: 60_000 });
    own.steady.time += 30_000;
    await expect(write(own)).rejects.toMatchObject({ retryAfter: 30_000 });
    own.steady.time += 30_000;
    own.fake.on(route, () => json([]));
    await write(own);
  });

  it("forward fills no budget", async () => {
    const limits = { contentPerMinute: 4, contentBurst: 2, patienceMs: 1_000 };
    const credentials = { kind: "token" as const, token: "t" };
    const own = turned({ settings: { apiUrl: "https://api.test", credentials, limits } });
    own.fake.on(`POST ${comments}`, () => json(commentBody(1, "x"), 201));
    const github = own.delivery()();
    await github.comment(7, "x");
    await github.comment(7, "x");
    own.turn(hour);
    await expect(github.comment(7, "x")).rejects.toMatchObject({ refusal: "rate-limit" });
  });

  it("back over a restart does not make points that were spent look unspent", async () => {
    const limits = { pointsPerMinute: 60, pointsBurst: 30, patienceMs: 1_000 };
    const settings = { apiUrl: "https://api.test", credentials: { kind: "token" as const, token: "t" }, limits };
    const own = turned({ settings });
    await own.stores.values.set("github/points/0", String(own.steady.now() + hour));
    await expect(write(own)).rejects.toMatchObject({ refusal: "rate-limit" });
  });

  it.each([hour, -hour])("by %i ms changes nothing of how long a comment must settle", async (ms) => {
    const own = turned();
    own.fake.on("GET /user", () => json({ login: "bowsprit-bot", id: 5 }));
    own.fake.on(
      `POST ${comments}`,
      () => new TypeError("socket closed"),
      () => json(commentBody(1, "x"), 201),
    );
    own.fake.on(`GET ${comments}`, () => json([]));
    await expect(own.delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "network" });
    own.turn(ms);
    await expect(own.delivery()().comment(7, "Hello")).rejects.toMatchObject({ retryAfter: 12_000 });
    own.steady.time += 12_000;
    await own.delivery()().comment(7, "Hello");
    expect(own.fake.routes.filter((one) => one.startsWith("POST"))).toHaveLength(2);
  });
});

describe("a clock that is wrong", () => {
  it.each([hour, -hour])("by %i ms still finds the comment that GitHub dates by its own", async (ms) => {
    const own = turned();
    const github = own.steady.now();
    own.turn(ms);
    own.fake.on("GET /user", () => json({ login: "bowsprit-bot", id: 5 }));
    own.fake.on(`POST ${comments}`, () => new TypeError("socket closed"));
    const asked: string[] = [];
    own.fake.on(`GET ${comments}`, ({ path }) => {
      asked.push(new URL(path, "https://api.test").searchParams.get("since") ?? "");
      return json([]);
    });
    const say = () => own.delivery({ eventAt: github })().comment(7, "Hello");
    await expect(say()).rejects.toMatchObject({ refusal: "network" });
    own.steady.time += 12_000;
    await expect(say()).rejects.toMatchObject({ refusal: "network" });
    expect(Date.parse(asked[0] ?? "")).toBeLessThan(github);
  });

  it.each([hour, -hour])("by %i ms still waits for a reset that GitHub names by its own", async (ms) => {
    const own = turned();
    own.turn(ms);
    const github = own.steady.now();
    const headers = {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(github / 1_000 + 120),
      date: new Date(github).toUTCString(),
    };
    own.fake.on(route, () => json({ message: "limit" }, 429, headers));
    await expect(write(own)).rejects.toMatchObject({ retryAfter: 121_000 });
  });

  it.each([
    ["fast", -hour, 1],
    ["slow", hour, 2],
  ])("does not change how long a token is used: %s", async (_, ms, mints) => {
    const { privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    const own = turned({
      settings: { apiUrl: "https://api.test", credentials: { kind: "app", appId: 42, privateKey } },
    });
    const expires = new Date(Date.now() + hour + ms).toISOString();
    own.fake.on("POST /app/installations/1/access_tokens", () => json({ token: "t", expires_at: expires }, 201));
    own.fake.on(`GET ${issues}/7`, () => json(issueBody()));
    const read = () => own.delivery({ installation: 1 })().issue(7);
    await read();
    own.steady.time += ms > 0 ? 55 * 60_000 : 54 * 60_000;
    await read();
    expect(own.fake.routes.filter((one) => one.startsWith("POST"))).toHaveLength(mints);
  });

  it("takes no payload for fresh that comes from the future", async () => {
    const own = turned();
    const payload = { issue: { ...(await known(own)), title: "as it was" } };
    const later = own.delivery({ payload, eventAt: own.steady.now() + hour })();
    expect((await later.issue(7)).title).not.toBe("as it was");
  });
});

async function known(own: Turned) {
  own.fake.on(`GET ${issues}/7`, () => json(issueBody()));
  return own.delivery({ receivedAt: 0 })().issue(7);
}

describe("a list of deliveries", () => {
  const sent = (at: number) => ({
    ...{ id: 1, guid: "g", event: "push", redelivery: false, status_code: 503 },
    delivered_at: new Date(at).toISOString(),
  });

  it.each([hour, -hour, 90_000, -90_000])("is told in our own time, which is wrong by %i ms", async (ms) => {
    const own = turned();
    const github = own.steady.now();
    own.turn(ms);
    const date = { date: new Date(github).toUTCString() };
    own.fake.on("GET /app/hook/deliveries", () => json([sent(github - 60_000)], 200, date));
    const since = github + ms - 120_000;
    expect(await own.connections.deliveries.list(since)).toMatchObject([{ deliveredAt: github + ms - 60_000 }]);
    expect(await own.connections.deliveries.list(since + 90_000)).toEqual([]);
  });
});

describe("a branch's tip", () => {
  it("is not believed for longer because the clock was set back", () => {
    const time = new FakeTime();
    const heads = new BranchHeads(time);
    const branch = { repo: { owner: "acme", name: "rocket" }, name: "main" };
    heads.observe(branch, "a".repeat(40), time.now());
    expect(heads.known(branch)).toBe("a".repeat(40));
    time.time -= hour;
    expect(heads.known(branch)).toBeUndefined();
  });
});

describe("an App whose clock is wrong", () => {
  let sandbox: Sandbox | undefined;
  afterEach(() => sandbox?.close());

  it.each([0, 90_000, -90_000, hour, -hour])("is let in: GitHub is %i ms ahead of it", async (ahead) => {
    sandbox = await startSandbox({ enforceLimits: true, clock: { now: () => Date.now() + ahead } });
    const { world, url, app } = sandbox;
    world.createOrganization({ login: "acme" });
    const issue = world.createRepository({ owner: "acme", name: "rocket" }).issue({ author: "acme" });
    const { effects, blobs, values } = new MemoryStores({ now: Date.now });
    const connections = createGitHub({
      settings: { apiUrl: url, credentials: { kind: "app", appId: app.id, privateKey: app.privateKey } },
      ...{ effects, blobs, values, log: silentLogger() },
    });
    const { signal } = new AbortController();
    const installation = world.install("acme").id;
    const repo = { owner: "acme", name: "rocket" };
    const scope = { installation, repo, delivery: "g", receivedAt: Date.now(), payload: {}, signal };
    const github = connections.forDelivery(scope).forPlugin("lgtm", signal);
    expect((await github.issue(issue.number)).number).toBe(issue.number);
    expect(await github.botLogin()).toBe("bowsprit[bot]");
  });
});
