import { describe, expect, it } from "vitest";
import { issueBody, labels, payloadIssue } from "./answers.ts";
import { bench, json } from "./fake-github.ts";

const issue = "/repos/acme/rocket/issues/7";
const html = (status: number) => new Response("<html>", { status, headers: { "content-type": "text/html" } });
const cut = () => new Response('{"number": 7, "titl', { headers: { "content-type": "application/json" } });

describe("a request", () => {
  it("says what it accepts, which API it speaks and who it is", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody()));
    await delivery()().issue(7);
    const headers = fake.seen[0]?.headers;
    expect(headers?.get("accept")).toBe("application/vnd.github+json");
    expect(headers?.get("x-github-api-version")).toBe("2022-11-28");
    expect(headers?.get("authorization")).toBe("token ghp_secretsecretsecretsecret");
    expect(headers?.get("user-agent")).toMatch(/^bowsprit /);
  });

  it.each([
    ["a server error", () => json({ message: "Oops" }, 500)],
    ["a proxy's page", () => html(502)],
    ["a proxy's page with a good status", () => html(200)],
    ["JSON cut short", cut],
    ["an empty answer", () => new Response("", { headers: { "content-type": "application/json" } })],
    ["a reset", () => new TypeError("terminated")],
  ])("is repeated twice for a read after %s", async (_, bad) => {
    const { fake, delivery, observed } = bench();
    fake.on(`GET ${issue}`, bad, bad, () => json(issueBody({ title: "At last" })));
    expect((await delivery()().issue(7)).title).toBe("At last");
    expect(observed.map(({ outcome }) => outcome)).toEqual(["error", "error", "miss"]);
  });

  it("gives up on a read after three times, retryable later", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${issue}`, cut);
    await expect(delivery()().issue(7)).rejects.toMatchObject({ name: "GitHubError", retryable: true });
    expect(fake.seen).toHaveLength(3);
  });

  it.each([
    ["a server error", () => json({ message: "Oops" }, 500), "server"],
    ["JSON cut short", cut, "server"],
    ["a reset", () => new TypeError("terminated"), "network"],
  ])("is never repeated for a write after %s", async (_, bad, refusal) => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, bad);
    const github = delivery({ payload: { issue: payloadIssue } })();
    await expect(github.addLabels(7, ["lgtm"])).rejects.toMatchObject({ refusal });
    expect(fake.seen).toHaveLength(1);
  });

  it("names the field that is not as it should be", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody({ state: "ajar" })));
    await expect(delivery()().issue(7)).rejects.toThrow(/GET .*issue_number}.*state/);
  });

  it("ends when its time is up", async () => {
    const { delivery } = bench({
      settings: { apiUrl: "https://api.test", credentials: { kind: "token", token: "t" }, timeoutMs: 1 },
      fetch: (_, init) =>
        new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    });
    const github = delivery({ payload: { issue: payloadIssue } })();
    await expect(github.addLabels(7, ["lgtm"])).rejects.toThrow("no answer within 1 ms");
  });

  it("ends a write when its step does", async () => {
    const { delivery } = bench({
      fetch: (_, init) =>
        new Promise((_resolve, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
    });
    const stop = new AbortController();
    const closing = delivery()("lgtm", stop.signal).close(7);
    setImmediate(() => stop.abort(new Error("step over")));
    await expect(closing).rejects.toMatchObject({ refusal: "network", message: expect.stringContaining("step over") });
  });

  it("keeps its method and body over a redirect", async () => {
    const { fake, delivery } = bench();
    const location = "https://api.test/repositories/12/issues/7/labels";
    fake.on(`POST ${issue}/labels`, () => json({ message: "Moved Permanently" }, 301, { location }));
    fake.on("POST /repositories/12/issues/7/labels", () => json(labels("lgtm")));
    await delivery({ payload: { issue: payloadIssue } })().addLabels(7, ["lgtm"]);
    expect(fake.seen.map(({ body }) => body)).toEqual([{ labels: ["lgtm"] }, { labels: ["lgtm"] }]);
  });

  it.each([
    ["to another host", "https://evil.test/repos"],
    ["in a circle", `https://api.test${issue}/labels`],
    ["to nowhere", "https://"],
  ])("does not follow a redirect %s", async (_, location) => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json({}, 307, { location }));
    const github = delivery({ payload: { issue: payloadIssue } })();
    await expect(github.addLabels(7, ["lgtm"])).rejects.toThrow(/redirect/);
    expect(fake.seen.length).toBeLessThanOrEqual(4);
  });

  it("puts no secret of GitHub's answer into its error", async () => {
    const { fake, delivery } = bench();
    const token = `ghs_${"a.b-c_".repeat(80)}`;
    fake.on(`POST ${issue}/labels`, () => json({ message: `bad token ${token}` }, 422));
    const github = delivery({ payload: { issue: payloadIssue } })();
    const error = await github.addLabels(7, ["lgtm"]).catch((caught: unknown) => caught);
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toMatch(/ghs_|ghp_|authorization/);
  });
});

describe("a refusal", () => {
  it.each([
    [401, "Bad credentials", {}, "unauthorized"],
    [403, "Resource not accessible by integration", {}, "forbidden"],
    [403, "Resource protected by organization SAML enforcement", {}, "forbidden"],
    [403, "This installation has been suspended", {}, "suspended"],
    [403, "You have exceeded a secondary rate limit", {}, "rate-limit"],
    [403, "API rate limit exceeded", { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" }, "rate-limit"],
    [403, "Slow down", { "retry-after": "30" }, "rate-limit"],
    [429, "Too many", {}, "rate-limit"],
    [404, "Not Found", {}, "not-found"],
    [409, "Conflict", {}, "conflict"],
    [410, "Gone", {}, "gone"],
    [451, "Unavailable", {}, "forbidden"],
    [422, "Validation Failed", {}, "invalid"],
    [400, "Bad", {}, "invalid"],
    [503, "Unavailable", {}, "server"],
  ])("with %i %s is sorted", async (status, message, headers, refusal) => {
    const { fake, delivery } = bench();
    fake.on(`POST ${issue}/labels`, () => json({ message }, status, headers));
    const github = delivery({ payload: { issue: payloadIssue } })();
    await expect(github.addLabels(7, ["lgtm"])).rejects.toMatchObject({ status, refusal });
  });
});

describe("reads", () => {
  it("ask only whether something changed, and keep tenants apart", async () => {
    const { fake, delivery, observed } = bench();
    fake.on(`GET ${issue}`, ({ headers }) =>
      headers.get("if-none-match") === '"1"' ? json(null, 304) : json(issueBody(), 200, { etag: '"1"' }),
    );
    await delivery()().issue(7);
    expect((await delivery()().issue(7)).title).toBe("A title");
    expect(observed.map(({ status, outcome }) => [status, outcome])).toEqual([
      [200, "miss"],
      [304, "hit"],
    ]);
  });

  it("at once become one, even across deliveries", async () => {
    const { fake, delivery, observed } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody()));
    await Promise.all([delivery()("a").issue(7), delivery()("b").issue(7)]);
    expect(fake.seen).toHaveLength(1);
    expect(observed.map(({ plugin, outcome }) => `${plugin} ${outcome}`).sort()).toEqual(["a miss", "b coalesced"]);
  });

  it("do not join one that began before the delivery came", async () => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${issue}`, () => json(issueBody()));
    const first = delivery()("a").issue(7);
    time.time += 1;
    await Promise.all([first, delivery()("b").issue(7)]);
    expect(fake.seen).toHaveLength(2);
  });

  it("do not join one that began before a write ended", async () => {
    const { fake, delivery } = bench();
    let answer: (response: Response) => void = () => {};
    fake.on(`GET ${issue}`, () => new Promise<Response>((resolve) => (answer = resolve)));
    fake.on(`GET ${issue}`, () => json(issueBody({ state: "closed" })));
    fake.on(`PATCH ${issue}`, () => json(issueBody()));
    const before = delivery()("a").issue(7);
    await delivery()("b").close(7);
    expect((await delivery()("c").issue(7)).state).toBe("closed");
    answer(json(issueBody()));
    expect((await before).state).toBe("open");
  });
});
