import { describe, expect, it } from "vitest";
import { setStage } from "./stage.ts";

const R = "/repos/acme/app";

describe("conditional requests", () => {
  it("cost nothing while nothing changed", async () => {
    const stage = await setStage();
    const first = await stage.ask(`GET ${R}/labels`, { as: "boss" });
    const again = () =>
      stage.ask(`GET ${R}/labels`, { as: "boss", headers: { "if-none-match": first.headers.get("etag") ?? "" } });
    const second = await again();
    expect([second.status, second.text, second.headers.get("x-ratelimit-used")]).toEqual([
      304,
      "",
      first.headers.get("x-ratelimit-used"),
    ]);
    stage.repository.addLabel("fresh");
    expect((await again()).status).toBe(200);
  });
});

describe("pages", () => {
  it("are linked in GitHub's way", async () => {
    const stage = await setStage();
    for (let count = 0; count < 25; count += 1) stage.repository.issue({ author: "alice", title: `issue ${count}` });
    const { url } = stage.sandbox;
    const middle = await stage.ask(`GET ${R}/issues?per_page=10&page=2&direction=asc`);
    const at = (page: number): string => `${url}${R}/issues?per_page=10&page=${page}&direction=asc`;
    expect(middle.headers.get("link")).toBe(
      `<${at(1)}>; rel="prev", <${at(3)}>; rel="next", <${at(3)}>; rel="last", <${at(1)}>; rel="first"`,
    );
    expect(middle.json).toHaveLength(10);
    expect((await stage.ask(`GET ${R}/issues?per_page=1000`)).headers.get("link")).toBeNull();
    expect((await stage.ask(`GET ${R}/issues`)).json).toHaveLength(25);
  });
});

describe("odd requests", () => {
  it.each([
    ["GET /nowhere", undefined, 404],
    [`POST ${R}/issues`, "{", 400],
    [`POST ${R}/issues`, { title: 7 }, 422],
    [`POST ${R}/issues`, {}, 422],
    [`GET ${R}/issues/%E0%A4%A`, undefined, 404],
    [`GET ${R}/issues/__proto__`, undefined, 404],
    ["GET /users/__proto__", undefined, 404],
    ["GET /search/issues?q=__proto__:x", undefined, 200],
  ])("%s %j gives %i", async (route, body, status) => {
    const stage = await setStage();
    const answer = await stage.ask(route, { as: "boss", ...(body === undefined ? {} : { body }) });
    expect(answer.status).toBe(status);
    if (status >= 400) expect(answer.json).toHaveProperty("message");
  });

  it("under GHES's prefix are the same", async () => {
    const stage = await setStage();
    expect((await stage.ask(`GET /api/v3${R}`)).json).toMatchObject({ full_name: "acme/app" });
    const query = await stage.ask("POST /api/graphql", { as: "boss", body: { query: "{ viewer { login } }" } });
    expect(query.json).toEqual({ data: { viewer: { login: "boss" } } });
  });

  it("with a wrong token are refused, whatever they ask", async () => {
    const stage = await setStage();
    expect((await stage.ask(`GET ${R}`, { authorization: "token nonsense" })).json).toMatchObject({
      message: "Bad credentials",
    });
  });
});

describe("the request log", () => {
  it("names routes and tells reads from writes", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    await stage.ask(`GET ${R}/issues/1`, { as: "boss" });
    await stage.ask(`POST ${R}/issues/1/comments`, { as: "boss", body: { body: "x" } });
    await stage.ask("POST /graphql", { as: "boss", body: { query: "{ viewer { login } }" } });
    const { requests } = stage.sandbox;
    expect(requests.all.map(({ route, status, actor }) => [route, status, actor])).toEqual([
      ["GET /repos/{owner}/{repo}/issues/{issue_number}", 200, "boss"],
      ["POST /repos/{owner}/{repo}/issues/{issue_number}/comments", 201, "boss"],
      ["POST /graphql", 200, "boss"],
    ]);
    expect(requests.writes).toHaveLength(1);
    expect(requests.count({ method: "POST" })).toBe(2);
    requests.clear();
    expect(requests.count()).toBe(0);
  });
});

describe("latency", () => {
  it("is added to every request", async () => {
    const stage = await setStage({ latency: 30 });
    const started = performance.now();
    await stage.ask("GET /meta");
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });
});
