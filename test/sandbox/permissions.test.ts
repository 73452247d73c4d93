import { describe, expect, it } from "vitest";
import { suspendInstallation, unsuspendInstallation } from "../../src/sandbox/actions/installing-app.ts";
import { appAuthorization, installationAuthorization } from "./app-token.ts";
import { setStage } from "./stage.ts";

const R = "/repos/acme/app";

describe("people", () => {
  it.each([
    ["otto", "POST /issues/1/comments", { body: "hi" }, 201],
    ["otto", "POST /issues/1/labels", { labels: ["lgtm"] }, 403],
    ["rob", "POST /issues/1/labels", { labels: ["lgtm"] }, 403],
    ["alice", "POST /issues/1/labels", { labels: ["lgtm"] }, 403],
    ["rick", "POST /issues/1/labels", { labels: ["lgtm"] }, 200],
    ["colin", "POST /issues/1/labels", { labels: ["lgtm"] }, 200],
    ["boss", "POST /issues/1/labels", { labels: ["lgtm"] }, 200],
    ["otto", "POST /issues/1/assignees", { assignees: ["otto"] }, 403],
    ["alice", "PATCH /issues/1", { title: "Mine" }, 200],
    ["rob", "PATCH /issues/1", { title: "Not mine" }, 403],
    ["alice", "PATCH /issues/1", { state: "closed" }, 200],
    ["otto", "PATCH /issues/1", { state: "closed" }, 403],
    ["rob", "PUT /pulls/1/merge", {}, 403],
    ["colin", "PUT /pulls/1/merge", {}, 200],
    ["rob", "POST /statuses/HEAD", { state: "success" }, 403],
    ["colin", "PUT /collaborators/otto", {}, 403],
    ["boss", "PUT /collaborators/otto", {}, 204],
    ["alice", "POST /pulls/1/reviews", { event: "APPROVE" }, 422],
    ["otto", "POST /pulls/1/reviews", { event: "APPROVE" }, 200],
    ["otto", "POST /pulls/1/reviews", { event: "COMMENT" }, 422],
  ] as const)("%s %s %j gives %i", async (as, route, body, status) => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice" });
    const [method, path] = route.replace("HEAD", pull.head).split(" ");
    expect((await stage.ask(`${method} ${R}${path}`, { as, body })).status).toBe(status);
  });

  it("nobody at all may only read what is public", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    stage.sandbox.world.createRepository({ owner: "acme", name: "hidden", private: true });
    expect((await stage.ask(`GET ${R}/issues/1`)).status).toBe(200);
    expect((await stage.ask(`POST ${R}/issues/1/comments`, { body: { body: "x" } })).status).toBe(401);
    expect((await stage.ask("GET /repos/acme/hidden")).status).toBe(404);
    expect((await stage.ask("GET /repos/acme/hidden", { as: "otto" })).status).toBe(404);
    expect((await stage.ask("GET /repos/acme/hidden", { as: "alice" })).status).toBe(200);
  });

  it.each([
    ["alice", 204, "read"],
    ["rick", 204, "write"],
    ["boss", 204, "admin"],
    ["colin", 204, "write"],
    ["rob", 204, "read"],
    ["otto", 404, "read"],
  ])("%s as a collaborator: %i, permission %s", async (login, status, permission) => {
    const stage = await setStage();
    expect((await stage.ask(`GET ${R}/collaborators/${login}`, { as: "boss" })).status).toBe(status);
    const answer = await stage.ask(`GET ${R}/collaborators/${login}/permission`, { as: "boss" });
    expect(answer.json).toMatchObject({ permission });
  });
});

describe("the App", () => {
  it("lacking a permission is told so in GitHub's words", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    const installation = stage.sandbox.world.installationOf("acme");
    if (installation) installation.permissions = { metadata: "read", issues: "read" };
    const authorization = await installationAuthorization(stage);
    expect((await stage.ask(`GET ${R}/issues/1`, { authorization })).status).toBe(200);
    const refused = await stage.ask(`POST ${R}/issues/1/labels`, { authorization, body: { labels: ["lgtm"] } });
    expect([refused.status, refused.json]).toEqual([
      403,
      expect.objectContaining({ message: "Resource not accessible by integration" }),
    ]);
  });

  it("is stopped while suspended, and hears nothing", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    const authorization = await installationAuthorization(stage);
    const { world } = stage.sandbox;
    const installation = world.installationOf("acme");
    if (installation === undefined) throw new Error("not installed");
    suspendInstallation(world, installation);
    stage.sandbox.as("alice").comment(issue, "anyone?");
    const refused = await stage.ask(`GET ${R}/issues/1`, { authorization });
    expect(refused.json).toMatchObject({ message: "This installation has been suspended" });
    unsuspendInstallation(world, installation);
    expect((await stage.ask(`GET ${R}/issues/1`, { authorization })).status).toBe(200);
    await stage.sandbox.idle();
    expect(stage.received.map(({ payload }) => payload.action)).toEqual(["suspend", "unsuspend"]);
  });

  it.each([
    ["an expired one", { exp: 1 }],
    ["one for too long", { exp: Math.floor(Date.now() / 1000) + 3600 }],
    ["one from the future", { iat: Math.floor(Date.now() / 1000) + 300 }],
    ["another App's", { iss: 1 }],
  ])("is refused with %s", async (_, claims) => {
    const stage = await setStage();
    expect((await stage.ask("GET /app", { authorization: appAuthorization(stage.sandbox, claims) })).status).toBe(401);
  });

  it("is refused with a forged signature", async () => {
    const stage = await setStage();
    const authorization = `${appAuthorization(stage.sandbox).slice(0, -8)}AAAAAAAA`;
    expect((await stage.ask("GET /app", { authorization })).status).toBe(401);
  });

  it("gets tokens of the new long form that last an hour", async () => {
    let now = Date.now();
    const stage = await setStage({ clock: { now: () => now } });
    const authorization = await installationAuthorization(stage);
    const token = authorization.slice("token ".length);
    expect(token).toMatch(/^ghs_4242_[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(token.length).toBeGreaterThan(450);
    now += 3_599_000;
    expect((await stage.ask(`GET ${R}`, { authorization })).status).toBe(200);
    now += 2_000;
    expect((await stage.ask(`GET ${R}`, { authorization })).status).toBe(401);
  });

  it("may ask for a token that can do less", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice" });
    const narrow = await installationAuthorization(stage, { permissions: { issues: "read", metadata: "read" } });
    expect(
      (await stage.ask(`POST ${R}/issues/1/comments`, { authorization: narrow, body: { body: "x" } })).status,
    ).toBe(403);
    const elsewhere = await installationAuthorization(stage, { repositories: ["other"] });
    expect(
      (await stage.ask(`POST ${R}/issues/1/comments`, { authorization: elsewhere, body: { body: "x" } })).status,
    ).toBe(403);
  });
});
