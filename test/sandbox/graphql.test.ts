import { schema } from "@octokit/graphql-schema";
import { buildSchema, isInterfaceType, isObjectType, isUnionType } from "graphql";
import { describe, expect, it } from "vitest";
import { pullHistoryQuery } from "../../src/github/verbs/pull-history-query.ts";
import { githubSchema } from "../../src/sandbox/graphql/github-schema.ts";
import { parse } from "../../src/sandbox/graphql/parse.ts";
import { type Stage, setStage } from "./stage.ts";

const published = buildSchema(schema.idl, { assumeValidSDL: true });

/** The published shape of a field: leaf, object, list or connection, and the type it gives. */
function publishedField(type: string, field: string): { shape: string; type: string; args: string[] } | undefined {
  const owner = published.getType(type);
  if (!isObjectType(owner) && !isInterfaceType(owner)) return undefined;
  const found = owner.getFields()[field];
  if (found === undefined) return undefined;
  const text = String(found.type);
  const name = text.replaceAll(/[[\]!]/g, "");
  const target = published.getType(name);
  const composite = isObjectType(target) || isInterfaceType(target) || isUnionType(target);
  const args = found.args.map((arg) => arg.name);
  if (!composite) return { shape: "leaf", type: "", args };
  if (name.endsWith("Connection")) return { shape: "connection", type: nodeTypeOf(name), args };
  return { shape: text.startsWith("[") ? "list" : "object", type: name, args };
}

function nodeTypeOf(connection: string): string {
  const type = published.getType(connection);
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined;
  return String(nodes?.type).replaceAll(/[[\]!]/g, "");
}

describe("the schema", () => {
  it("has no type, field or argument that GitHub's has not, and gives the same types", () => {
    const wrong: string[] = [];
    for (const [type, fields] of githubSchema.objects) {
      for (const [field, { shape, type: gives, args }] of fields) {
        const wanted = publishedField(type, field);
        if (wanted === undefined) wrong.push(`${type}.${field} is not published`);
        else if (wanted.shape !== shape || wanted.type !== gives) {
          if (!(type === "Query" && field === "node") && !(type === "Query" && field === "viewer")) {
            wrong.push(`${type}.${field} is ${wanted.shape} ${wanted.type}, not ${shape} ${gives}`);
          }
        }
        wrong.push(
          ...args
            .filter((arg) => !wanted?.args.includes(arg))
            .map((arg) => `${type}.${field}(${arg}) is not published`),
        );
      }
    }
    expect(wrong).toEqual([]);
  });

  it("takes for an interface or union only what GitHub takes", () => {
    const wrong: string[] = [];
    for (const [name, { of, fields }] of githubSchema.abstracts) {
      const type = published.getType(name);
      if (!isUnionType(type) && !isInterfaceType(type)) wrong.push(`${name} is no union or interface`);
      else {
        const possible = new Set(published.getPossibleTypes(type).map((member) => member.name));
        wrong.push(...of.filter((member) => !possible.has(member)).map((member) => `${name} is never ${member}`));
        wrong.push(
          ...fields.filter((field) => publishedField(name, field) === undefined).map((field) => `${name}.${field}`),
        );
      }
    }
    expect(wrong).toEqual([]);
  });
});

async function query(
  stage: Stage,
  text: string,
  variables: Record<string, unknown> = {},
): Promise<{ data?: unknown; errors?: { message: string; type?: string; path?: unknown }[] }> {
  const answer = await stage.ask("POST /graphql", { as: "boss", body: { query: text, variables } });
  expect(answer.status).toBe(200);
  return answer.json as never;
}

const inRepository = (selection: string): string => `{ repository(owner: "acme", name: "app") { ${selection} } }`;

describe("a pull request's history", () => {
  it("comes whole from the bot's own query", async () => {
    const stage = await setStage();
    const { sandbox } = stage;
    const pull = stage.repository.pull({
      author: "alice",
      headOwner: "alice",
      files: { "pkg/a.go": "x\n", new: "y\n" },
      body: "Why",
      reviewers: ["rick"],
      teams: ["leads"],
      assignees: ["colin"],
    });
    sandbox.as("boss").addLabels(pull, "lgtm");
    sandbox.as("boss").removeLabel(pull, "lgtm");
    sandbox.as("boss").addLabels(pull, "area/pkg");
    sandbox.as("otto").comment(pull, "/hold");
    sandbox.as("boss").review(pull, "APPROVED", "fine");
    sandbox.as("colin").reviewComment(pull, "this line");
    const { data, errors } = await query(stage, pullHistoryQuery, { owner: "acme", name: "app", number: 1 });
    expect(errors).toBeUndefined();
    const alice = { __typename: "User", login: "alice" };
    expect(data).toMatchObject({
      repository: {
        pullRequest: {
          number: 1,
          body: "Why",
          state: "OPEN",
          isDraft: false,
          merged: false,
          author: alice,
          labels: { nodes: [{ name: "area/pkg" }] },
          assignees: { nodes: [{ login: "colin" }] },
          reviewRequests: {
            nodes: [
              { requestedReviewer: { __typename: "User", login: "rick" } },
              { requestedReviewer: { __typename: "Team" } },
            ],
          },
          baseRefName: "main",
          baseRef: { target: { oid: stage.repository.branch() } },
          headRefOid: pull.head,
          headRepository: { name: "app", owner: { login: "alice" } },
          changedFiles: 2,
          files: {
            nodes: [
              { path: "new", changeType: "ADDED" },
              { path: "pkg/a.go", changeType: "MODIFIED", additions: 1, deletions: 1 },
            ],
            pageInfo: { hasNextPage: false },
          },
          comments: { nodes: [{ author: { login: "otto" }, body: "/hold" }] },
          reviews: {
            nodes: [
              { state: "APPROVED", body: "fine", comments: { nodes: [] } },
              { state: "COMMENTED", comments: { nodes: [{ body: "this line" }] } },
            ],
          },
          timelineItems: {
            nodes: [{ label: { name: "lgtm" }, actor: { login: "boss" } }, { label: { name: "area/pkg" } }],
            pageInfo: { hasPreviousPage: false },
          },
        },
      },
    });
  });
});

describe("connections", () => {
  it("page forwards and backwards", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    for (let count = 1; count <= 5; count += 1) stage.sandbox.as("otto").comment(issue, String(count));
    const page = async (args: string) => {
      const { data } = await query(
        stage,
        inRepository(
          `issue(number: 1) { comments(${args}) { totalCount nodes { body } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
        ),
      );
      const { nodes, pageInfo, totalCount } = (
        data as {
          repository: {
            issue: {
              comments: {
                nodes: { body: string }[];
                pageInfo: { endCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
                totalCount: number;
              };
            };
          };
        }
      ).repository.issue.comments;
      expect(totalCount).toBe(5);
      return { bodies: nodes.map(({ body }) => body), ...pageInfo };
    };
    const first = await page("first: 2");
    expect(first).toMatchObject({ bodies: ["1", "2"], hasNextPage: true, hasPreviousPage: false });
    expect(await page(`first: 100, after: "${first.endCursor}"`)).toMatchObject({
      bodies: ["3", "4", "5"],
      hasNextPage: false,
      hasPreviousPage: true,
    });
    expect(await page("last: 2")).toMatchObject({ bodies: ["4", "5"], hasNextPage: false, hasPreviousPage: true });
  });
});

describe("language", () => {
  it("knows aliases, variables, fragments and directives", async () => {
    const stage = await setStage();
    stage.repository.issue({ author: "alice", title: "One" });
    const text = `query Q($n: Int = 1, $long: Boolean!) {
      # a comment
      repository(owner: "acme", name: """app""") {
        first: issue(number: $n) { ...short ... on Issue { state } body @include(if: $long) title @skip(if: $long) }
        __typename
      }
    }
    fragment short on Issue { number author { __typename ... on User { login } ... on Bot { databaseId } } }`;
    expect((await query(stage, text, { long: true })).data).toEqual({
      repository: {
        __typename: "Repository",
        first: { number: 1, author: { __typename: "User", login: "alice" }, state: "OPEN", body: "" },
      },
    });
  });

  it.each([
    ["an unknown field", inRepository("nothing"), "Field 'nothing' doesn't exist on type 'Repository'"],
    [
      "one behind an empty list",
      inRepository("issues(first: 1) { nodes { nothing } }"),
      "Field 'nothing' doesn't exist on type 'Issue'",
    ],
    [
      "one in a fragment",
      `${inRepository("...f")} fragment f on Repository { nothing }`,
      "Field 'nothing' doesn't exist",
    ],
    ["an unknown argument", inRepository("issue(id: 1) { title }"), "Field 'issue' doesn't accept argument 'id'"],
    ["an unknown type", inRepository("... on Nothing { name }"), "No such type Nothing"],
    ["an unknown fragment", inRepository("...nothing"), "Fragment nothing was used, but not defined"],
    ["no selection", inRepository("owner"), "Field must have selections"],
    ["a selection on a leaf", inRepository("name { x }"), "Selections can't be made on scalars"],
    ["a connection without a size", inRepository("issues { totalCount }"), "You must provide a `first` or `last`"],
    ["too large a page", inRepository("issues(first: 101) { totalCount }"), "exceeds the `first` limit of 100"],
    [
      "a missing variable",
      'query ($n: Int!) { repository(owner: "acme", name: "app") { issue(number: $n) { title } } }',
      "Variable $n was provided invalid value",
    ],
    ["circular fragments", `${inRepository("...f")} fragment f on Repository { ...f }`, "circles"],
    ["nonsense", "{ repository(", "Expected a name"],
    ["deep nesting", "{ a ".repeat(500), "nested too deeply"],
  ])("refuses %s", async (_, text, words) => {
    const { errors } = await query(await setStage(), text);
    expect(errors?.[0]?.message).toContain(words);
  });

  it("answers null and an error for what is not there, and the rest all the same", async () => {
    const stage = await setStage();
    const { data, errors } = await query(stage, inRepository("name gone: pullRequest(number: 7) { title }"));
    expect(data).toEqual({ repository: { name: "app", gone: null } });
    expect(errors).toMatchObject([
      { type: "NOT_FOUND", path: ["repository", "gone"], message: expect.stringContaining("with the number of 7") },
    ]);
  });

  it("says where it stops understanding", () => {
    expect(() => parse("{\n  a(b: ])\n}")).toThrow('Expected a value, actual: "]" at [2, 8]');
  });
});

describe("mutations", () => {
  it("turn drafts around, for those who may", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({ author: "alice", draft: true });
    const read = await query(stage, inRepository("pullRequest(number: 1) { id }"));
    const { id } = (read.data as { repository: { pullRequest: { id: string } } }).repository.pullRequest;
    const text =
      "mutation ($id: ID!) { markPullRequestReadyForReview(input: { pullRequestId: $id }) { pullRequest { isDraft } } }";
    const refused = await stage.ask("POST /graphql", { as: "otto", body: { query: text, variables: { id } } });
    expect(refused.json).toMatchObject({
      data: { markPullRequestReadyForReview: null },
      errors: [{ type: "FORBIDDEN" }],
    });
    expect(pull.draft).toBe(true);
    const done = await query(stage, text, { id });
    expect(done.data).toEqual({ markPullRequestReadyForReview: { pullRequest: { isDraft: false } } });
  });
});
