import { expect, it } from "vitest";
import { setStage } from "./stage.ts";

const pull = { author: "alice", title: "A thing", files: { "a.txt": "1\n" }, labels: ["lgtm"], open: true };

it("lets a program outside set up a world, spoil requests and read what became of it", async () => {
  const { ask, sandbox } = await setStage();
  const control = async (route: string, body?: unknown) => {
    const [method, path] = route.split(" ");
    const answer = await ask(`${method} /_sandbox${path}`, body === undefined ? {} : { body });
    expect([route, answer.status]).toEqual([route, 200]);
    return answer.json;
  };
  expect(await control("POST /users", { login: "zoe" })).toMatchObject({ login: "zoe", token: "ghp_sandbox_zoe" });
  await control("POST /organizations", {
    login: "globex",
    members: { zoe: "admin" },
    teams: { ops: { members: ["zoe"] } },
  });
  await control("POST /repositories", {
    owner: "globex",
    name: "plant",
    files: { OWNERS: "approvers: [zoe]\n" },
    labels: ["lgtm"],
  });
  expect(await control("POST /repositories/globex/plant/pulls", pull)).toMatchObject({
    number: 1,
    labels: ["lgtm"],
    state: "open",
  });
  await control("POST /idle");
  await control("POST /faults", { route: "GET /meta", fault: { kind: "status", status: 503 } });
  expect((await ask("GET /meta")).status).toBe(503);
  expect(await control("GET /requests")).toMatchObject({ requests: [{ route: "GET /meta", status: 503 }] });
  await control("POST /faults", { route: "GET /meta", fault: { kind: "html" }, always: true });
  await control("DELETE /faults");
  expect((await ask("GET /meta")).status).toBe(200);
  await control("DELETE /requests");
  expect(await control("GET /state")).toMatchObject({
    requests: 0,
    deliveries: 1,
    repositories: [{ fullName: "acme/app" }, { fullName: "globex/plant" }],
  });
  expect(await control("PATCH /installations/globex", { suspended: true })).toMatchObject({ suspended: true });
  expect(await control("GET /repositories/globex/plant/subjects/1")).toMatchObject({ files: ["a.txt"], reviewers: [] });
  expect(await control("GET /app")).toEqual(sandbox.app);
  expect(await control("GET /breaches")).toEqual({ breaches: [] });
});

it.each([
  ["GET /nowhere", undefined, 404],
  ["POST /users", {}, 422],
  ["POST /faults", { route: "*", fault: { kind: "sulk" } }, 422],
  ["GET /repositories/acme/none/subjects/1", undefined, 400],
])("says what is wrong with %s %j", async (route, body, status) => {
  const { ask } = await setStage();
  const answer = await ask(route.replace(" /", " /_sandbox/"), body === undefined ? {} : { body });
  expect([answer.status, answer.json]).toEqual([status, { message: expect.stringMatching(/\w/) }]);
});
