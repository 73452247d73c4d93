import type { Account, PullHistory, ReviewState } from "../../github/github.ts";
import { type ApprovalLine, approvalLines, asksForApproval } from "./approval-lines.ts";

/** One person's standing approval. */
export interface Approval {
  /** As GitHub spells it. */
  readonly login: string;
  readonly how: "approved" | "lgtm" | "author";
  /** Where it was said. */
  readonly url: string;
  readonly waivesIssue: boolean;
}

export interface HistoryRules {
  /** The author, when that alone counts as approval. */
  readonly selfApproval?: { readonly login: string; readonly url: string };
  readonly lgtmActsAsApprove: boolean;
  readonly reviewStateCounts: boolean;
  /** What the judgement was started by: of all that was said in its second, the newest. */
  readonly newest?: StatementRef;
  /** Whose words never count. */
  isIgnored(account: Account): boolean;
}

/** One thing said on a pull request. */
export interface StatementRef {
  readonly kind: "comment" | "review" | "review-comment";
  readonly id: number;
}

interface Statement extends StatementRef {
  readonly author: Account;
  readonly lines: readonly ApprovalLine[];
  readonly at: number;
  readonly url: string;
  readonly state?: ReviewState;
}

const STATES: ReadonlySet<string> = new Set<ReviewState>(["APPROVED", "CHANGES_REQUESTED", "DISMISSED"]);

type Said = Pick<PullHistory, "comments" | "reviews" | "reviewComments">;

/**
 * The approvals that stand after everything that was said, by lower-cased login. Within one review the commands of its
 * text come after its state. Prow: pkg/plugins/approve, addApprovers.
 */
export function approvalsFromHistory(history: Said, rules: HistoryRules): ReadonlyMap<string, Approval> {
  const approvals = new Map<string, Approval>();
  const { selfApproval } = rules;
  if (selfApproval !== undefined) add(approvals, { ...selfApproval, how: "author", waivesIssue: false });
  for (const statement of statements(history, rules.newest)) {
    if (counts(statement, rules)) apply(approvals, statement, rules);
  }
  return approvals;
}

/**
 * Oldest first; of the same second, inline comments come before comments and those before reviews, as in Prow, but what
 * started the judgement comes last: GitHub keeps no smaller unit than seconds.
 */
function statements(
  { reviewComments, comments, reviews }: Said,
  newest: StatementRef | undefined,
): readonly Statement[] {
  const isNewest = ({ kind, id }: StatementRef) => Number(kind === newest?.kind && id === newest.id);
  return [
    ...reviewComments.map((comment) => ({ ...comment, kind: "review-comment" as const, at: comment.createdAt })),
    ...comments.map((comment) => ({ ...comment, kind: "comment" as const, at: comment.createdAt })),
    ...reviews.map((review) => ({ ...review, kind: "review" as const, at: review.submittedAt })),
  ]
    .map(({ at, body, ...rest }) => ({ ...rest, lines: approvalLines(body), at: Date.parse(at) || 0 }))
    .sort((one, other) => one.at - other.at || isNewest(one) - isNewest(other));
}

function counts({ author, lines, state }: Statement, rules: HistoryRules): boolean {
  if (author.login === "" || rules.isIgnored(author)) return false;
  if (asksForApproval(lines, rules.lgtmActsAsApprove)) return true;
  return rules.reviewStateCounts && state !== undefined && STATES.has(state);
}

/** Every `/lgtm` of a statement that counts is read, also where `/lgtm` alone would not make it count, as in Prow. */
function apply(approvals: Map<string, Approval>, { author, url, ...statement }: Statement, rules: HistoryRules): void {
  const approve = (how: Approval["how"], waivesIssue: boolean) =>
    add(approvals, { login: author.login, how, url, waivesIssue });
  if (rules.reviewStateCounts && statement.state === "APPROVED") approve("approved", false);
  if (rules.reviewStateCounts && statement.state === "CHANGES_REQUESTED") approvals.delete(author.login.toLowerCase());
  for (const line of statement.lines) {
    if (line.effect === "cancel") approvals.delete(author.login.toLowerCase());
    else approve(line.name === "lgtm" ? "lgtm" : "approved", line.waivesIssue);
  }
}

/** The newest approval of a person stands, but a plain one does not take back a waiver. */
function add(approvals: Map<string, Approval>, approval: Approval): void {
  const key = approval.login.toLowerCase();
  if (approvals.get(key)?.waivesIssue && !approval.waivesIssue) return;
  approvals.set(key, approval);
}
