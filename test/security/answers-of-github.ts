import type { PayloadState } from "../../src/bot/events/payload-state.ts";
import type { GitHub, Issue, Pull } from "../../src/github/github.ts";

const AT = "2026-01-02T03:04:05Z";
const account = { login: "Codertocat", type: "User" } as const;
const sha = "0123456789abcdef0123456789abcdef01234567";
const comment = {
  id: 7,
  author: account,
  body: "/approve\n/lgtm",
  createdAt: AT,
  updatedAt: AT,
  url: "https://github.com/x",
};

const anIssue: Issue = {
  ...{ number: 1, isPull: false, title: "t", body: "", author: account, state: "open", url: "https://github.com/x" },
  ...{ labels: ["lgtm"], assignees: [] },
};
const aPull: Pull = {
  ...anIssue,
  ...{ isPull: true, draft: false, merged: false, baseRef: "main", baseSha: sha, headRef: "topic", headSha: sha },
  ...{ headRepo: null, requestedReviewers: [] },
};
const files = { files: [{ path: "a.ts", status: "modified", additions: 1, deletions: 1 }], truncated: false } as const;

/**
 * What a GitHub answers that knows of nothing unusual; of the thread itself what the payload says, as the room for GitHub
 * does while the payload is fresh.
 */
export function answersOfGitHub(payload: () => PayloadState | undefined) {
  const issue = () => payload()?.pull ?? payload()?.issue ?? anIssue;
  const pull = () => payload()?.pull ?? { ...aPull, ...payload()?.issue, isPull: true as const };
  return {
    botLogin: async () => "bowsprit[bot]",
    issue: async () => issue(),
    labels: async () => issue().labels,
    repositoryLabels: async () => ["lgtm", "approved", "kind/bug", "area/api", "help wanted"],
    comments: async () => [comment],
    assign: async (_number, logins) => logins,
    requestReviewers: async (_number, reviewers) => reviewers,
    pull: async () => pull(),
    files: async () => files,
    reviews: async () => [{ ...comment, state: "APPROVED", submittedAt: AT }],
    reviewComments: async () => [comment],
    pullHistory: async () => ({
      ...{ pull: pull(), files, comments: [comment], reviews: [], reviewComments: [comment], baseHead: sha },
      labelEvents: [{ action: "labeled", label: "approved", actor: "", at: AT }],
    }),
    commitTree: async () => sha,
    isCollaborator: async () => true,
    collaborators: async () => new Set(["codertocat"]),
    permission: async () => "write",
    isMember: async () => true,
    teamMembers: async () => new Set(["codertocat"]),
    teamSlugByName: async () => "team",
    branchHead: async () => sha,
    tree: async () => ({ entries: [{ path: "OWNERS", type: "blob", mode: "100644", id: sha }], truncated: false }),
    blob: async () => "approvers: [codertocat]",
  } satisfies Partial<GitHub>;
}
