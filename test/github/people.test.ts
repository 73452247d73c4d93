import { describe, expect, it } from "vitest";
import { issueBody, payloadPull, pullBody, user } from "./answers.ts";
import { bench, json } from "./fake-github.ts";

const repo = "/repos/acme/rocket";

describe("assign", () => {
  it("asks once and answers those GitHub did not take, compared without case", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${repo}/issues/7/assignees`, () => json(issueBody({ assignees: [user("Pat"), user("sam")] }), 201));
    const github = delivery({ payload: { pull: payloadPull } })();
    expect(await github.assign(7, ["pat", "stranger"])).toEqual(["stranger"]);
    expect(fake.seen.map(({ body }) => body)).toEqual([{ assignees: ["pat", "stranger"] }]);
    expect((await github.issue(7)).assignees).toEqual(["Pat", "sam"]);
    expect((await github.pull(7)).assignees).toEqual(["Pat", "sam"]);
  });

  it("asks nothing for nobody", async () => {
    const { fake, delivery } = bench();
    expect(await delivery()().assign(7, [])).toEqual([]);
    expect(fake.routes).toEqual([]);
  });

  it("unassigns with a body, as GitHub wants it", async () => {
    const { fake, delivery } = bench();
    fake.on(`DELETE ${repo}/issues/7/assignees`, () => json(issueBody()));
    await delivery()().unassign(7, ["pat"]);
    expect(fake.seen[0]?.body).toEqual({ assignees: ["pat"] });
  });
});

describe("requestReviewers", () => {
  const route = `${repo}/pulls/7/requested_reviewers`;

  it("asks once for people and teams", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${route}`, () =>
      json(pullBody({ requested_reviewers: [user("Pat")], requested_teams: [{ slug: "core" }] }), 201),
    );
    const github = delivery({ payload: { pull: payloadPull } })();
    expect(await github.requestReviewers(7, ["pat", "acme/core", "acme/none", "sam"])).toEqual(["sam", "acme/none"]);
    expect(fake.seen.map(({ body }) => body)).toEqual([
      { reviewers: ["pat", "sam"], team_reviewers: ["core", "none"] },
    ]);
    expect((await github.pull(7)).requestedReviewers).toEqual(["Pat"]);
  });

  it("asks for each alone after a 422", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${route}`, ({ body }) => {
      const { reviewers } = body as { reviewers: string[] };
      if (reviewers.includes("stranger")) return json({ message: "Reviews may only be requested" }, 422);
      return json(pullBody({ requested_reviewers: reviewers.map((login) => user(login)) }), 201);
    });
    expect(await delivery()().requestReviewers(7, ["pat", "stranger"])).toEqual(["stranger"]);
    expect(fake.seen).toHaveLength(3);
  });

  it("does not ask again for a single one", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${route}`, () => json({ message: "No" }, 422));
    expect(await delivery()().requestReviewers(7, ["stranger"])).toEqual(["stranger"]);
    expect(fake.seen).toHaveLength(1);
  });

  it("takes back requests", async () => {
    const { fake, delivery } = bench();
    fake.on(`DELETE ${route}`, () => json(pullBody()));
    await delivery()().removeReviewers(7, ["pat", "acme/core"]);
    expect(fake.seen[0]?.body).toEqual({ reviewers: ["pat"], team_reviewers: ["core"] });
  });
});

describe("who is who", () => {
  it("answers collaborators from 204 and 404, for a minute", async () => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${repo}/collaborators/pat`, () => json(null, 204));
    fake.on(`GET ${repo}/collaborators/eve`, () => json({ message: "Not Found" }, 404));
    expect(await delivery()().isCollaborator("pat")).toBe(true);
    expect(await delivery()().isCollaborator("PAT")).toBe(true);
    expect(await delivery()().isCollaborator("eve")).toBe(false);
    expect(await delivery()().isCollaborator("eve")).toBe(false);
    expect(fake.seen).toHaveLength(2);
    time.time += 60_001;
    await delivery()().isCollaborator("pat");
    expect(fake.seen).toHaveLength(3);
  });

  it("knows the owner without asking", async () => {
    const { fake, delivery } = bench();
    expect(await delivery()().isCollaborator("ACME")).toBe(true);
    expect(await delivery()().isMember("Acme")).toBe(true);
    expect(fake.routes).toEqual([]);
  });

  it("does not remember a failure", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${repo}/collaborators/pat`, () => json({ message: "Must have push access" }, 403));
    fake.on(`GET ${repo}/collaborators/pat`, () => json(null, 204));
    await expect(delivery()().isCollaborator("pat")).rejects.toMatchObject({ refusal: "forbidden" });
    expect(await delivery()().isCollaborator("pat")).toBe(true);
  });

  it("does not let one step's end fail another step's question", async () => {
    const { fake, delivery } = bench();
    let answer: (response: Response) => void = () => {};
    fake.on(`GET ${repo}/collaborators/pat`, () => new Promise<Response>((resolve) => (answer = resolve)));
    const stop = new AbortController();
    const verbs = delivery();
    const first = verbs("one", stop.signal).isCollaborator("pat");
    const second = verbs("two").isCollaborator("pat");
    await new Promise((resolve) => setImmediate(resolve));
    stop.abort(new Error("step over"));
    await expect(first).rejects.toThrow("step over");
    answer(json(null, 204));
    expect(await second).toBe(true);
    expect(fake.seen).toHaveLength(1);
  });

  it("lists collaborators in lower case over all pages", async () => {
    const { fake, delivery } = bench();
    const next = '<https://api.test/x?page=2>; rel="next"';
    fake.on(`GET ${repo}/collaborators`, ({ path }) =>
      path.endsWith("page=1") ? json([user("Pat")], 200, { link: next }) : json([user("sam")]),
    );
    expect(await delivery()().collaborators()).toEqual(new Set(["pat", "sam"]));
  });

  it("follows GitHub's redirect to public members", async () => {
    const { fake, delivery } = bench();
    const location = "https://api.test/orgs/acme/public_members/pat";
    fake.on("GET /orgs/acme/members/pat", () => json({}, 302, { location }));
    fake.on("GET /orgs/acme/public_members/pat", () => json({ message: "Not Found" }, 404));
    expect(await delivery()().isMember("pat")).toBe(false);
    expect(fake.seen).toHaveLength(2);
  });

  it("reads teams by name and slug, and says when there is none", async () => {
    const { fake, delivery } = bench();
    fake.on("GET /orgs/acme/teams", () => json([{ name: "Core Team", slug: "core-team" }]));
    fake.on("GET /orgs/acme/teams/core-team/members", () => json([user("Pat")]));
    fake.on("GET /orgs/acme/teams/none/members", () => json({ message: "Not Found" }, 404));
    const github = delivery()();
    expect(await github.teamSlugByName("acme", "Core Team")).toBe("core-team");
    expect(await github.teamSlugByName("acme", "Other")).toBeUndefined();
    expect(await github.teamMembers("acme", "core-team")).toEqual(new Set(["pat"]));
    expect(await github.teamMembers("acme", "none")).toBeUndefined();
    expect(fake.seen).toHaveLength(3);
  });

  it.each([
    [json({ permission: "write", role_name: "maintain" }), "write"],
    [json({ message: "Not Found" }, 404), "none"],
  ])("reads a permission", async (response, expected) => {
    const { fake, delivery } = bench();
    fake.on(`GET ${repo}/collaborators/pat/permission`, () => response);
    expect(await delivery()().permission("pat")).toBe(expected);
  });
});

describe("state and reactions", () => {
  it("closes with a reason, reopens, and sees both", async () => {
    const { fake, delivery } = bench();
    fake.on(`PATCH ${repo}/issues/7`, () => json(issueBody()));
    const github = delivery({ payload: { pull: payloadPull } })();
    await github.close(7, "not_planned");
    expect((await github.issue(7)).state).toBe("closed");
    await github.reopen(7);
    expect((await github.pull(7)).state).toBe("open");
    expect(fake.seen.map(({ body }) => body)).toEqual([
      { state: "closed", state_reason: "not_planned" },
      { state: "open" },
    ]);
  });

  it.each([
    [{ kind: "issue", number: 7 } as const, `${repo}/issues/7/reactions`],
    [{ kind: "comment", id: 3 } as const, `${repo}/issues/comments/3/reactions`],
    [{ kind: "review-comment", id: 4 } as const, `${repo}/pulls/comments/4/reactions`],
  ])("reacts to %o", async (target, path) => {
    const { fake, delivery } = bench();
    fake.on(`POST ${path}`, () => json({}, 201));
    await delivery()().react(target, "eyes");
    expect(fake.seen.map(({ body }) => body)).toEqual([{ content: "eyes" }]);
  });
});
