import { schema } from "@octokit/graphql-schema";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, it } from "vitest";
import { pullHistoryQuery } from "../../../src/github/verbs/pull-history-query.ts";
import { commentBody, labels, payloadPull, pullBody, user } from "../answers.ts";
import { bench, type FakeGitHub, json } from "../fake-github.ts";

const repo = "/repos/acme/rocket";
const at = "2024-05-01T12:00:00Z";
const later = "2024-05-01T12:05:00Z";
const tip = "d".repeat(40);
const bot = { __typename: "Bot", login: "robot" };
const alice = { __typename: "User", login: "alice" };
const pageInfo = { hasNextPage: false };

const fileBody = (filename: string, status = "modified") => ({ filename, status, additions: 1, deletions: 0 });

const graphqlComment = (id: number, author: unknown, createdAt = at) => ({
  fullDatabaseId: String(id),
  author,
  body: `c${id}`,
  createdAt,
  updatedAt: createdAt,
  url: `https://github.test/c/${id}`,
});

/** The pull request of `restWorld` as GraphQL tells it. */
function graphqlPull(fields: Record<string, unknown> = {}) {
  return {
    number: 7,
    title: "A title",
    body: "A body",
    state: "OPEN",
    isDraft: false,
    merged: false,
    url: "https://github.test/acme/rocket/pull/7",
    author: alice,
    labels: { nodes: labels("lgtm") },
    assignees: { nodes: [{ login: "pat" }] },
    reviewRequests: {
      nodes: [
        { requestedReviewer: { __typename: "User", login: "sam" } },
        { requestedReviewer: { __typename: "Team" } },
        { requestedReviewer: null },
      ],
    },
    baseRefName: "main",
    baseRefOid: "b".repeat(40),
    baseRef: { target: { oid: tip } },
    headRefName: "topic",
    headRefOid: "c".repeat(40),
    headRepository: { name: "rocket", owner: { login: "alice" } },
    changedFiles: 1,
    files: { nodes: [{ path: "a.ts", changeType: "MODIFIED", additions: 1, deletions: 0 }], pageInfo },
    comments: { nodes: [graphqlComment(1, null), graphqlComment(2, bot)], pageInfo },
    reviews: {
      nodes: [
        {
          ...{ fullDatabaseId: "10", author: alice, body: "", state: "APPROVED", submittedAt: at },
          url: "https://github.test/r/10",
          comments: { nodes: [graphqlComment(21, alice, later)], pageInfo },
        },
        {
          ...{ fullDatabaseId: "11", author: bot, body: "r", state: "COMMENTED", submittedAt: at },
          url: "https://github.test/r/11",
          comments: { nodes: [graphqlComment(20, alice)], pageInfo },
        },
      ],
      pageInfo,
    },
    timelineItems: {
      nodes: [
        { actor: bot, label: { name: "lgtm" }, createdAt: at },
        { actor: null, label: { name: "hold" }, createdAt: later },
      ],
      pageInfo: { hasPreviousPage: false },
    },
    ...fields,
  };
}

const robot = user("robot[bot]", "Bot");
const restReview = (id: number, fields: Record<string, unknown>) => ({
  ...{
    id,
    user: user("alice"),
    body: "",
    state: "APPROVED",
    submitted_at: at,
    html_url: `https://github.test/r/${id}`,
  },
  ...fields,
});

function restWorld(fake: FakeGitHub): void {
  const c = (id: number, fields: object) => commentBody(id, `c${id}`, { ...fields });
  fake
    .on(`GET ${repo}/pulls/7`, () =>
      json(pullBody({ labels: labels("lgtm"), assignees: [user("pat")], requested_reviewers: [user("sam")] })),
    )
    .on(`GET ${repo}/pulls/7/files`, () => json([fileBody("a.ts")]))
    .on(`GET ${repo}/issues/7/comments`, () => json([c(1, { user: null }), c(2, { user: robot })]))
    .on(`GET ${repo}/pulls/7/reviews`, () =>
      json([restReview(10, {}), restReview(11, { user: robot, body: "r", state: "COMMENTED" })]),
    )
    .on(`GET ${repo}/pulls/7/comments`, () =>
      json([c(20, { user: user("alice") }), c(21, { user: user("alice"), created_at: later, updated_at: later })]),
    )
    .on(`GET ${repo}/git/ref/heads%2Fmain`, () => json({ object: { sha: tip } }))
    .on(`GET ${repo}/issues/7/events`, () =>
      json([
        { event: "labeled", actor: robot, created_at: at, label: { name: "lgtm" } },
        { event: "unlabeled", actor: robot, created_at: at, label: { name: "x" } },
        { event: "labeled", actor: null, created_at: later, label: { name: "hold" } },
        { event: "closed", actor: null, created_at: later },
      ]),
    );
}

const graphqlAnswer = (pull: unknown) => () => json({ data: { repository: { pullRequest: pull } } });
const noGraphql = (status: number) => () => json({ message: "Not Found" }, status);

describe("the query", () => {
  // The published text defines two fields twice, which a build that checks it refuses.
  const published = buildSchema(schema.idl, { assumeValidSDL: true });

  it("is valid against GitHub's published schema", () => {
    expect(validate(published, parse(pullHistoryQuery))).toEqual([]);
  });

  it("would be refused with a field GitHub does not have", () => {
    const query = parse(pullHistoryQuery.replace("changeType", "previousPath"));
    expect(validate(published, query).map(({ message }) => message)).toEqual([
      'Cannot query field "previousPath" on type "PullRequestChangedFile".',
    ]);
  });
});

describe("pullHistory", () => {
  it("is one request, and the same as from REST", async () => {
    const one = bench();
    one.fake.on("POST /graphql", graphqlAnswer(graphqlPull()));
    const other = bench();
    other.fake.on("POST /graphql", noGraphql(404));
    restWorld(other.fake);
    const byGraphql = await one.delivery()().pullHistory(7);
    expect(byGraphql).toEqual(await other.delivery()().pullHistory(7));
    expect(byGraphql.labelEvents.map(({ actor }) => actor)).toEqual(["robot[bot]", ""]);
    expect(byGraphql.baseHead).toBe(tip);
    expect(one.fake.routes).toEqual(["POST /graphql"]);
    expect(other.fake.unexpected).toEqual([]);
  });

  it("answers every other reading of the pull request in its delivery", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", graphqlAnswer(graphqlPull()));
    const github = delivery()();
    const history = await github.pullHistory(7);
    expect(await github.pull(7)).toEqual(history.pull);
    expect((await github.issue(7)).title).toBe("A title");
    expect(await github.labels(7)).toEqual(["lgtm"]);
    expect(await github.files(7)).toEqual(history.files);
    expect(await github.comments(7)).toEqual(history.comments);
    expect(await github.reviews(7)).toEqual(history.reviews);
    expect(await github.reviewComments(7)).toEqual(history.reviewComments);
    expect(await github.branchHead("main")).toBe(tip);
    await github.pullHistory(7);
    expect(fake.seen).toHaveLength(1);
  });

  it("shows what the delivery did since", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", graphqlAnswer(graphqlPull()));
    fake.on(`POST ${repo}/issues/7/labels`, () => json(labels("lgtm", "approved")));
    fake.on(`POST ${repo}/issues/7/comments`, () => json(commentBody(99, "done"), 201));
    const github = delivery()();
    await github.pullHistory(7);
    await github.addLabels(7, ["approved"]);
    await github.comment(7, "done");
    const history = await github.pullHistory(7);
    expect(history.pull.labels).toEqual(["lgtm", "approved"]);
    expect(history.comments.map(({ id }) => id)).toEqual([1, 2, 99]);
  });

  it("has no label events without labels", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", graphqlAnswer(graphqlPull({ labels: { nodes: [] } })));
    expect((await delivery()().pullHistory(7)).labelEvents).toEqual([]);
  });

  it("falls back to the recorded base commit when the branch is gone", async () => {
    const one = bench();
    one.fake.on("POST /graphql", graphqlAnswer(graphqlPull({ baseRef: null })));
    expect((await one.delivery()().pullHistory(7)).baseHead).toBe("b".repeat(40));
    const other = bench();
    other.fake.on("POST /graphql", noGraphql(404)).on(`GET ${repo}/git/ref/heads%2Fmain`, noGraphql(404));
    restWorld(other.fake);
    expect((await other.delivery()().pullHistory(7)).baseHead).toBe("b".repeat(40));
  });

  it.each([
    ["files", { files: { nodes: [], pageInfo: { hasNextPage: true } } }, `GET ${repo}/pulls/7/files`],
    [
      "files, where one was renamed,",
      { files: { nodes: [{ path: "b", changeType: "RENAMED", additions: 0, deletions: 0 }], pageInfo } },
      `GET ${repo}/pulls/7/files`,
    ],
    ["comments", { comments: { nodes: [], pageInfo: { hasNextPage: true } } }, `GET ${repo}/issues/7/comments`],
    [
      "label events",
      { timelineItems: { nodes: [], pageInfo: { hasPreviousPage: true } } },
      `GET ${repo}/issues/7/events`,
    ],
    [
      "review comments",
      {
        reviews: {
          nodes: [
            {
              ...{ fullDatabaseId: 10, author: null, body: "", state: "APPROVED", submittedAt: null, url: "u" },
              comments: { nodes: [], pageInfo: { hasNextPage: true } },
            },
          ],
          pageInfo,
        },
      },
      `GET ${repo}/pulls/7/comments`,
    ],
  ])("reads %s from REST when GraphQL has not all of it", async (_, fields, route) => {
    const { fake, delivery } = bench();
    restWorld(fake);
    fake.on("POST /graphql", graphqlAnswer(graphqlPull(fields)));
    await delivery()().pullHistory(7);
    expect(fake.routes).toEqual(["POST /graphql", `${route}?per_page=100&page=1`]);
  });

  it("knows that files are missing from the list", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", graphqlAnswer(graphqlPull({ changedFiles: 2 })));
    expect((await delivery()().pullHistory(7)).files.truncated).toBe(true);
  });
});

describe("without GraphQL", () => {
  it.each([404, 405, 501])("a %i is remembered for an hour", async (status) => {
    const { fake, time, delivery } = bench();
    fake.on("POST /graphql", noGraphql(status));
    restWorld(fake);
    const asked = () => fake.routes.filter((route) => route === "POST /graphql").length;
    await delivery()().pullHistory(7);
    await delivery()().pullHistory(7);
    expect(asked()).toBe(1);
    time.time += 3_600_000;
    await delivery()().pullHistory(7);
    expect(asked()).toBe(2);
  });

  it.each([
    ["a field it does not know", { errors: [{ extensions: { code: "undefinedField" }, message: "no" }] }, 1],
    [
      "part of an answer",
      { data: { repository: { pullRequest: graphqlPull() } }, errors: [{ message: "timeout" }] },
      2,
    ],
  ])("%s makes REST answer", async (_, body, asked) => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", () => json(body));
    restWorld(fake);
    expect((await delivery()().pullHistory(7)).pull.number).toBe(7);
    await delivery()().pullHistory(7);
    expect(fake.routes.filter((route) => route === "POST /graphql")).toHaveLength(asked);
  });

  it("a failing server makes REST answer this time", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", () => json({ message: "timeout" }, 502), graphqlAnswer(graphqlPull()));
    restWorld(fake);
    await delivery()().pullHistory(7);
    const before = fake.seen.length;
    await delivery()().pullHistory(7);
    expect(fake.routes.slice(before)).toEqual(["POST /graphql"]);
  });

  it("a limit told with status 200 silences REST too", async () => {
    const { fake, time, delivery } = bench();
    const reset = String(time.now() / 1000 + 600);
    fake.on("POST /graphql", () =>
      json({ errors: [{ type: "RATE_LIMITED", message: "API rate limit exceeded" }] }, 200, {
        "x-ratelimit-remaining": "0",
        "x-ratelimit-reset": reset,
      }),
    );
    await expect(delivery()().pullHistory(7)).rejects.toMatchObject({ refusal: "rate-limit", retryAfter: 601_000 });
    await expect(delivery()().issue(7)).rejects.toMatchObject({ refusal: "rate-limit" });
    expect(fake.seen).toHaveLength(1);
  });

  it("what is not there is not there for REST either", async () => {
    const { fake, delivery } = bench();
    fake.on("POST /graphql", () =>
      json({ data: { repository: null }, errors: [{ type: "NOT_FOUND", message: "no" }] }),
    );
    await expect(delivery()().pullHistory(7)).rejects.toMatchObject({ refusal: "not-found" });
    expect(fake.seen).toHaveLength(1);
  });
});

describe("pull and files", () => {
  it("cost nothing while a pull request payload is fresh", async () => {
    const { fake, delivery } = bench();
    expect(await delivery({ payload: { pull: payloadPull } })().pull(7)).toEqual(payloadPull);
    expect(fake.routes).toEqual([]);
  });

  it("are read again after this process changed the pull request", async () => {
    const { fake, delivery } = bench();
    fake.on(`PATCH ${repo}/issues/7`, () => json({}));
    fake.on(`GET ${repo}/pulls/7`, () => json(pullBody({ state: "closed" })));
    await delivery({ payload: { pull: payloadPull } })().close(7);
    const github = delivery({ payload: { pull: payloadPull } })();
    expect((await github.pull(7)).state).toBe("closed");
    expect(await github.labels(7)).toEqual([]);
    expect(fake.seen).toHaveLength(2);
  });

  it("read the pages of a long list side by side, and see GitHub's cap", async () => {
    const { fake, delivery } = bench();
    const link = `<https://api.test${repo}/pulls/7/files?page=30>; rel="last"`;
    let running = 0;
    let most = 0;
    fake.on(`GET ${repo}/pulls/7/files`, async ({ path }) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
      const page = new URL(path, "https://api.test").searchParams.get("page");
      return json(
        Array.from({ length: 100 }, (_, index) => fileBody(`${page}/${index}`)),
        200,
        { link },
      );
    });
    const { files, truncated } = await delivery()().files(7);
    expect([files.length, truncated, files[150]?.path]).toEqual([3000, true, "2/50"]);
    expect(most).toBe(20);
  });

  it("name the old path of what was renamed", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${repo}/pulls/7/files`, () => json([{ ...fileBody("b", "renamed"), previous_filename: "a" }]));
    const { files, truncated } = await delivery()().files(7);
    expect(files).toEqual([{ path: "b", previousPath: "a", status: "renamed", additions: 1, deletions: 0 }]);
    expect(truncated).toBe(false);
  });
});
