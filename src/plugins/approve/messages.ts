import { linked, linkedLogin } from "../../plugin-kit/linked.ts";
import type { Approval } from "./approvals-from-history.ts";
import type { ApproveConfig } from "./approve-config.ts";

/** The label this plugin keeps. */
export const APPROVED_LABEL = "approved";

/** How the status comment begins, Prow's as well as ours. Prow: approvers.ApprovalNotificationName. */
export const STATUS_TAG = "[APPROVALNOTIFIER]";

const HOW: Readonly<Record<Approval["how"], string>> = {
  approved: "approved it",
  lgtm: "gave lgtm, which approves here",
  author: "is the author",
};

export function verdictLine(approved: boolean): string {
  return `${STATUS_TAG} This pull request is **${approved ? "APPROVED" : "NOT APPROVED"}**`;
}

export const labelledByHandOnly =
  "Somebody added the `approved` label by hand. That stands in for whatever is still missing below.";

export const nobodyYet = "Nobody has approved it yet.";

export function approvedBy(approvals: readonly string[]): string {
  return `Approved by ${approvals.join(", ")}.`;
}

/** A person who approved, linked to where they said so. */
export function approver({ login, url, how }: Approval, counts: boolean): string {
  const link = linkedLogin(login, url, HOW[how]);
  return counts ? link : `${link} (OWNERS do not name them for these files, so this does not count)`;
}

/** A person to ask; a name that cannot be a login is shown but leads nowhere. */
export function person(login: string, linkUrl: string): string {
  return linkedLogin(login, `${linkUrl}/${login}`);
}

export interface PeopleToAsk {
  readonly assigned: readonly string[];
  readonly unassigned: readonly string[];
  readonly process: string;
}

/** Whom to ask for approval; undefined when nobody can be named. */
export function whomToAsk({ assigned, unassigned, process }: PeopleToAsk): string | undefined {
  const steps: string[] = [];
  if (assigned.length > 0) steps.push(`ask ${assigned.join(", ")} (assigned already) to approve`);
  if (unassigned.length > 0) steps.push(`assign ${unassigned.join(", ")} to approve`);
  if (steps.length === 0) return undefined;
  return `**Next**, once it has been reviewed: ${steps.join(" and ")}. ${linked("How reviews work", process)}.`;
}

export const rootApproverMissing =
  "GitHub lists only part of this pull request's files, so approvals of the listed ones are not enough: " +
  "an approver of the OWNERS file at the root must approve as well.";

export function issueNamed(number: number): string {
  return `It belongs to issue #${number}.`;
}

export function issueWaived(approvers: readonly string[]): string {
  return `It names no issue, and needs none: waived by ${approvers.join(", ")}.`;
}

export const issueWaivedByHand = "It names no issue; the label added by hand stands in for that.";

export const issueMissing =
  "**It names no issue**, and must: add a reference such as `#123` to the description, or get an approver to write " +
  "`/approve no-issue`.";

export function commandsLink(url: string): string {
  return `${linked("All commands", url)} this bot understands.`;
}

export function processLink(url: string): string {
  return `${linked("How a pull request gets merged", url)}.`;
}

export const neededFrom = "Each of these needs an approver:";

export const partlyApproved = "some of its files still need an approver";

export const howTo = "Approvers write `/approve` to approve and `/approve cancel` to take it back.";

/** What the repository's configuration means, for help. */
export function describeApprove(config: ApproveConfig): string {
  const facts = [
    config.issue_required ? "Pull requests must name an issue." : "Pull requests need not name an issue.",
    config.require_self_approval
      ? "Authors must approve their own files like everybody else's."
      : "Authors approve their own pull requests by opening them, as far as OWNERS let them.",
    config.ignore_review_state
      ? "The state of a review does not count."
      : "An approving review approves and a request for changes takes approval back.",
  ];
  if (config.lgtm_acts_as_approve) facts.push("`/lgtm` approves too, and `/lgtm cancel` takes that back.");
  return facts.join(" ");
}
