import type { Issue, Pull } from "../../src/github/github.ts";

/** Bodies as GitHub's REST API sends them, cut to what matters. */
export const user = (login: string, type = "User") => ({ login, type, id: 1 });

export function issueBody(fields: Record<string, unknown> = {}) {
  return {
    number: 7,
    title: "A title",
    body: "A body",
    user: user("alice"),
    state: "open",
    labels: [],
    assignees: [],
    html_url: "https://github.test/acme/rocket/issues/7",
    ...fields,
  };
}

export function pullBody(fields: Record<string, unknown> = {}) {
  return issueBody({
    draft: false,
    merged: false,
    base: { ref: "main", sha: "b".repeat(40) },
    head: { ref: "topic", sha: "c".repeat(40), repo: { name: "rocket", owner: { login: "alice" } } },
    requested_reviewers: [],
    requested_teams: [],
    html_url: "https://github.test/acme/rocket/pull/7",
    ...fields,
  });
}

export function commentBody(id: number, body: string, fields: Record<string, unknown> = {}) {
  return {
    id,
    body,
    user: user("bowsprit[bot]", "Bot"),
    created_at: "2024-05-01T12:00:00Z",
    updated_at: "2024-05-01T12:00:00Z",
    html_url: `https://github.test/c/${id}`,
    ...fields,
  };
}

export const labels = (...names: string[]) => names.map((name) => ({ name }));

export const payloadIssue: Issue = {
  number: 7,
  isPull: false,
  title: "A title",
  body: "A body",
  author: { login: "alice", type: "User" },
  state: "open",
  labels: [],
  assignees: [],
  url: "https://github.test/acme/rocket/issues/7",
};

export const payloadPull: Pull = {
  ...payloadIssue,
  isPull: true,
  draft: false,
  merged: false,
  baseRef: "main",
  baseSha: "b".repeat(40),
  headRef: "topic",
  headSha: "c".repeat(40),
  headRepo: { owner: "alice", name: "rocket" },
  requestedReviewers: [],
};
