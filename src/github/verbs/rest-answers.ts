import { z } from "zod";
import type { Account, AccountType, ChangedFile, Comment, Issue, LabelEvent, Pull, Review, Tree } from "../github.ts";

/**
 * GitHub's REST answers, reduced to what the verbs promise. Webhook payloads hold the same shapes.
 * Source: GitHub, "REST API reference".
 */

const accountTypes: ReadonlySet<string> = new Set(["User", "Bot", "Organization", "Mannequin"]);

/** Deleted accounts arrive as null; GitHub shows them as `ghost`. */
export const ghost: Account = { login: "ghost", type: "User" };

export const accountAnswer = z
  .object({ login: z.string(), type: z.string().optional() })
  .nullish()
  .transform((user): Account => (user ? { login: user.login, type: accountType(user.type) } : ghost));

function accountType(type: string | undefined): AccountType {
  return accountTypes.has(type ?? "") ? (type as AccountType) : "User";
}

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? "");
const logins = z
  .array(z.object({ login: z.string() }))
  .nullish()
  .transform((users) => (users ?? []).map((user) => user.login));

export const labelsAnswer = z
  .array(z.union([z.string(), z.object({ name: z.string().nullish() })]))
  .transform((labels) => labels.map((label) => (typeof label === "string" ? label : (label.name ?? ""))));

const issueFields = {
  number: z.number(),
  title: z.string(),
  body: text,
  user: accountAnswer,
  state: z.enum(["open", "closed"]),
  labels: labelsAnswer,
  assignees: logins,
  html_url: z.string(),
};
const issueShape = z.object({ ...issueFields, pull_request: z.object({}).nullish() });

function toIssue(answer: Omit<z.output<typeof issueShape>, "pull_request">, isPull: boolean): Issue {
  const { number, title, body, user, state, labels, assignees, html_url } = answer;
  return { number, isPull, title, body, author: user, state, labels, assignees, url: html_url };
}

export const issueAnswer = issueShape.transform((answer) => toIssue(answer, Boolean(answer.pull_request)));

const headRepository = z
  .object({ name: z.string(), owner: z.object({ login: z.string() }).nullish() })
  .nullish()
  .transform((repo) => (repo?.owner ? { owner: repo.owner.login, name: repo.name } : null));

const teams = z
  .array(z.object({ slug: z.string() }))
  .nullish()
  .transform((list) => (list ?? []).map((team) => team.slug));

const pullShape = z.object({
  ...issueFields,
  draft: z.boolean().nullish(),
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  base: z.object({ ref: z.string(), sha: z.string() }),
  head: z.object({ ref: z.string(), sha: z.string(), repo: headRepository }),
  requested_reviewers: logins,
});

export const pullAnswer = pullShape.transform(
  (answer): Pull => ({
    ...toIssue(answer, true),
    isPull: true,
    draft: answer.draft ?? false,
    merged: answer.merged ?? typeof answer.merged_at === "string",
    baseRef: answer.base.ref,
    baseSha: answer.base.sha,
    headRef: answer.head.ref,
    headSha: answer.head.sha,
    headRepo: answer.head.repo,
    requestedReviewers: answer.requested_reviewers,
  }),
);

/** Who is asked for a review after a change of reviewers: logins, and slugs of teams. */
export const reviewersAnswer = z
  .object({ requested_reviewers: logins, requested_teams: teams })
  .transform((answer) => ({ logins: answer.requested_reviewers, teams: answer.requested_teams }));

/** How many files a pull request changes, which can be more than GitHub lists. */
export const changedFilesAnswer = z.object({ changed_files: z.number().optional() });

export const fileAnswer = z
  .object({
    filename: z.string(),
    previous_filename: z.string().optional(),
    status: z.enum(["added", "removed", "modified", "renamed", "copied", "changed", "unchanged"]),
    additions: z.number(),
    deletions: z.number(),
  })
  .transform(({ filename, previous_filename, status, additions, deletions }): ChangedFile => {
    const file = { path: filename, status, additions, deletions };
    return previous_filename === undefined ? file : { ...file, previousPath: previous_filename };
  });

export const commentAnswer = z
  .object({
    id: z.number(),
    user: accountAnswer,
    body: text,
    created_at: z.string(),
    updated_at: z.string(),
    html_url: z.string(),
  })
  .transform(
    ({ id, user, body, created_at, updated_at, html_url }): Comment => ({
      id,
      author: user,
      body,
      createdAt: created_at,
      updatedAt: updated_at,
      url: html_url,
    }),
  );

export const reviewAnswer = z
  .object({
    id: z.number(),
    user: accountAnswer,
    body: text,
    state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
    submitted_at: text,
    html_url: z.string(),
  })
  .transform(
    ({ id, user, body, state, submitted_at, html_url }): Review => ({
      id,
      author: user,
      body,
      state,
      submittedAt: submitted_at,
      url: html_url,
    }),
  );

/** One issue event; undefined unless a label was put on. */
export const labelEventAnswer = z
  .object({
    event: z.string(),
    actor: z.object({ login: z.string() }).nullish(),
    created_at: z.string(),
    label: z.object({ name: z.string() }).nullish(),
  })
  .transform(({ event, actor, created_at, label }): LabelEvent | undefined => {
    if (event !== "labeled" || !label) return undefined;
    return { action: "labeled", label: label.name, actor: actor?.login ?? "", at: created_at };
  });

export const treeAnswer = z
  .object({
    tree: z.array(
      z.object({
        path: z.string(),
        type: z.enum(["blob", "tree", "commit"]),
        mode: z.string(),
        sha: z.string(),
        size: z.number().optional(),
      }),
    ),
    truncated: z.boolean().optional(),
  })
  .transform(
    ({ tree, truncated }): Tree => ({
      entries: tree.map(({ sha, size, ...rest }) => ({ ...rest, id: sha, ...(size === undefined ? {} : { size }) })),
      truncated: truncated ?? false,
    }),
  );

export const blobAnswer = z.object({ content: z.string(), encoding: z.enum(["base64", "utf-8"]) });

export const namedAnswer = z.object({ name: z.string() }).transform((one) => one.name);
export const loginAnswer = z.object({ login: z.string() }).transform((one) => one.login);
export const teamAnswer = z.object({ name: z.string(), slug: z.string() });
export const commitAnswer = z.object({ tree: z.object({ sha: z.string() }) }).transform(({ tree }) => tree.sha);
export const refAnswer = z.object({ object: z.object({ sha: z.string() }) }).transform(({ object }) => object.sha);
export const permissionAnswer = z
  .object({ permission: z.enum(["admin", "write", "read", "none"]) })
  .transform(({ permission }) => permission);
