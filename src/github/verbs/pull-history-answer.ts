import { z } from "zod";
import type { Account, AccountType, ChangedFile, Comment, LabelEvent, Pull, Review } from "../github.ts";
import { ghost } from "./rest-answers.ts";

/** What GraphQL answers to `pullHistoryQuery`, in the very shapes the REST lists give. */

const accountTypes: ReadonlyMap<string, AccountType> = new Map([
  ["Bot", "Bot"],
  ["Organization", "Organization"],
  ["Mannequin", "Mannequin"],
]);

/** GraphQL leaves `[bot]` off the logins of Apps, REST does not. */
const account = z
  .object({ __typename: z.string(), login: z.string() })
  .nullable()
  .transform((actor): Account => {
    if (!actor) return ghost;
    const bot = actor.__typename === "Bot" && !actor.login.endsWith("[bot]");
    return { login: bot ? `${actor.login}[bot]` : actor.login, type: accountTypes.get(actor.__typename) ?? "User" };
  });

const id = z.union([z.string(), z.number(), z.bigint()]).transform(Number);
const forward = z.object({ hasNextPage: z.boolean() });

/** GraphQL lists may hold null where an entry cannot be read. */
function nodes<S extends z.ZodType>(entry: S) {
  return z
    .array(entry.nullable())
    .nullable()
    .transform((list) => (list ?? []).filter((one): one is NonNullable<typeof one> => one !== null));
}

function connection<S extends z.ZodType>(entry: S) {
  return z.object({ nodes: nodes(entry), pageInfo: forward });
}

const comment = z
  .object({
    fullDatabaseId: id,
    author: account,
    body: z.string(),
    createdAt: z.string(),
    updatedAt: z.string(),
    url: z.string(),
  })
  .transform(({ fullDatabaseId, ...rest }): Comment => ({ id: fullDatabaseId, ...rest }));

const review = z
  .object({
    fullDatabaseId: id,
    author: account,
    body: z.string(),
    state: z.enum(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"]),
    submittedAt: z.string().nullable(),
    url: z.string(),
    comments: connection(comment),
  })
  .transform(({ fullDatabaseId, submittedAt, comments, ...rest }) => {
    const made: Review = { id: fullDatabaseId, submittedAt: submittedAt ?? "", ...rest };
    return { review: made, comments };
  });

const statuses = {
  ADDED: "added",
  CHANGED: "changed",
  COPIED: "copied",
  DELETED: "removed",
  MODIFIED: "modified",
  RENAMED: "renamed",
} as const;

const file = z
  .object({
    path: z.string(),
    changeType: z.enum(["ADDED", "CHANGED", "COPIED", "DELETED", "MODIFIED", "RENAMED"]),
    additions: z.number(),
    deletions: z.number(),
  })
  .transform(({ changeType, ...rest }): ChangedFile => ({ ...rest, status: statuses[changeType] }));

const labeled = z
  .object({ actor: account.nullable(), label: z.object({ name: z.string() }), createdAt: z.string() })
  .transform(
    ({ actor, label, createdAt }): LabelEvent => ({
      action: "labeled",
      label: label.name,
      actor: !actor || actor === ghost ? "" : actor.login,
      at: createdAt,
    }),
  );

const named = z.object({ nodes: nodes(z.object({ name: z.string() })) }).nullable();
const people = z.object({ nodes: nodes(z.object({ login: z.string() })) });
const reviewer = z.object({ __typename: z.string(), login: z.string().optional() });
const requests = z.object({ nodes: nodes(z.object({ requestedReviewer: reviewer.nullable() })) }).nullable();

const pull = z.object({
  number: z.number(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  merged: z.boolean(),
  url: z.string(),
  author: account,
  labels: named,
  assignees: people,
  reviewRequests: requests,
  baseRefName: z.string(),
  baseRefOid: z.string(),
  baseRef: z.object({ target: z.object({ oid: z.string() }).nullable() }).nullable(),
  headRefName: z.string(),
  headRefOid: z.string(),
  headRepository: z.object({ name: z.string(), owner: z.object({ login: z.string() }) }).nullable(),
  changedFiles: z.number(),
  files: connection(file).nullable(),
  comments: connection(comment),
  reviews: connection(review).nullable(),
  timelineItems: z.object({
    nodes: nodes(labeled),
    pageInfo: z.object({ hasPreviousPage: z.boolean() }),
  }),
});

export type PullHistoryAnswer = z.output<typeof pull>;

export const pullHistoryAnswer = z
  .object({ repository: z.object({ pullRequest: pull }) })
  .transform(({ repository }) => repository.pullRequest);

/** The pull request itself, as `GET /repos/{owner}/{repo}/pulls/{pull_number}` would tell it. */
export function pullFrom(answer: PullHistoryAnswer): Pull {
  const { number, title, body, isDraft, merged, url, author, headRepository } = answer;
  return {
    ...{ number, title, body, url, author, merged },
    isPull: true,
    state: answer.state === "OPEN" ? "open" : "closed",
    labels: (answer.labels?.nodes ?? []).map((label) => label.name),
    assignees: answer.assignees.nodes.map((user) => user.login),
    draft: isDraft,
    baseRef: answer.baseRefName,
    baseSha: answer.baseRefOid,
    headRef: answer.headRefName,
    headSha: answer.headRefOid,
    headRepo: headRepository && { owner: headRepository.owner.login, name: headRepository.name },
    requestedReviewers: requestedLogins(answer),
  };
}

function requestedLogins({ reviewRequests }: PullHistoryAnswer): readonly string[] {
  return (reviewRequests?.nodes ?? []).flatMap(({ requestedReviewer }) => {
    if (requestedReviewer?.login === undefined) return [];
    const { __typename, login } = requestedReviewer;
    return [__typename === "Bot" && !login.endsWith("[bot]") ? `${login}[bot]` : login];
  });
}
