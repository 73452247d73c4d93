import { coverage, filesApproved, suggestApprovers } from "../../owners/approval.ts";
import type { Owners } from "../../owners/owners.ts";
import type { Approval } from "./approvals-from-history.ts";

export interface ApprovalFacts {
  /** By lower-cased login. */
  readonly approvals: ReadonlyMap<string, Approval>;
  readonly owners: Owners;
  /** New paths of the changed files. */
  readonly files: readonly string[];
  /** Whether GitHub listed only some of the changed files. */
  readonly truncated: boolean;
  readonly assignees: readonly string[];
  /** Whether somebody other than the bot put the label on. */
  readonly labelledByHand: boolean;
  readonly issueRequired: boolean;
  readonly issue?: number;
  /** Makes the suggestions stable: the pull request's number. */
  readonly seed: number;
}

/** An OWNERS directory whose approval the change needs. */
export interface NeededDirectory {
  /** The root is the empty string; a Markdown file with owners of its own stands for itself. */
  readonly directory: string;
  /** Logins as GitHub spells them, sorted. */
  readonly approvedBy: readonly string[];
  readonly fullyApproved: boolean;
}

export interface Verdict {
  readonly approved: boolean;
  readonly filesApproved: boolean;
  /** Approved only because of a label somebody added. */
  readonly byHandOnly: boolean;
  readonly labelledByHand: boolean;
  /** Sorted by lower-cased login. */
  readonly approvals: readonly Approval[];
  /** Lower-cased logins of those whose approval counts for a directory or as root approver. */
  readonly effective: ReadonlySet<string>;
  readonly directories: readonly NeededDirectory[];
  /** Set when a root approver must vouch for files GitHub did not list, and none has. */
  readonly rootApproverMissing: boolean;
  readonly assigned: readonly string[];
  readonly unassigned: readonly string[];
  readonly issue: {
    readonly required: boolean;
    readonly number?: number;
    readonly waivedBy: readonly Approval[];
  };
}

/** Who approved, what is still open and whom to ask. Prow: pkg/plugins/approve/approvers. */
export function judgeApproval(facts: ApprovalFacts): Verdict {
  const approved = new Set(facts.approvals.keys());
  const query = { owners: facts.owners, files: facts.files, approved };
  const directories = coverage(query);
  const roots = facts.owners.topLevelApprovers();
  const rootApproverMissing = facts.truncated && ![...approved].some((login) => roots.has(login));
  const allFiles = filesApproved(query) && !rootApproverMissing;
  const effective = new Set(
    directories.flatMap(({ approvedBy }) => [...approvedBy].map((login) => login.toLowerCase())),
  );
  if (facts.truncated) for (const login of approved) if (roots.has(login)) effective.add(login);
  const approvals = [...facts.approvals].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, each]) => each);
  const waivedBy = approvals.filter((each) => each.waivesIssue && effective.has(each.login.toLowerCase()));
  const issueSettled = !facts.issueRequired || facts.issue !== undefined || waivedBy.length > 0;
  const requirementsMet = allFiles && issueSettled;
  return {
    approved: requirementsMet || facts.labelledByHand,
    filesApproved: allFiles,
    byHandOnly: facts.labelledByHand && !requirementsMet,
    labelledByHand: facts.labelledByHand,
    approvals,
    effective,
    directories: directories.map((each) => ({ ...each, approvedBy: asSpelled(each.approvedBy, facts.approvals) })),
    rootApproverMissing,
    ...suggestions(facts, query),
    issue: {
      required: facts.issueRequired,
      ...(facts.issue === undefined ? {} : { number: facts.issue }),
      waivedBy,
    },
  };
}

function suggestions(facts: ApprovalFacts, query: Omit<Parameters<typeof suggestApprovers>[0], "assigned" | "seed">) {
  const assigned = new Set(facts.assignees.map((login) => login.toLowerCase()));
  const suggested = suggestApprovers({ ...query, assigned, seed: facts.seed });
  return { assigned: [...suggested.assigned].sort(), unassigned: [...suggested.unassigned].sort() };
}

function asSpelled(logins: Iterable<string>, approvals: ReadonlyMap<string, Approval>): readonly string[] {
  return [...logins].map((login) => approvals.get(login.toLowerCase())?.login ?? login).sort();
}
