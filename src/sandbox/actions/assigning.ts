import { renderUser } from "../render/account.ts";
import { isAssignableTo } from "../state/access.ts";
import type { Acting } from "../state/actor.ts";
import type { Account, Issue } from "../state/records.ts";
import { announceSubject } from "./announce.ts";
import { demandOn } from "./guard.ts";
import { remember } from "./timeline.ts";

const MOST_ASSIGNEES = 10;

/** Assigns those GitHub takes, at most ten in all, and silently drops the others. */
export function assign(acting: Acting, issue: Issue, logins: readonly string[]): void {
  demandOn(acting, issue, "triage");
  for (const account of accountsOf(acting, logins)) {
    const full = issue.assignees.length >= MOST_ASSIGNEES;
    if (full || issue.assignees.includes(account) || !isAssignableTo(acting.world, issue, account)) continue;
    issue.assignees = [...issue.assignees, account];
    tell(acting, issue, { action: "assigned", account });
  }
}

/** Takes assignees off; those who are not assigned are skipped. */
export function unassign(acting: Acting, issue: Issue, logins: readonly string[]): void {
  demandOn(acting, issue, "triage");
  for (const account of accountsOf(acting, logins)) {
    if (!issue.assignees.includes(account)) continue;
    issue.assignees = issue.assignees.filter((other) => other !== account);
    tell(acting, issue, { action: "unassigned", account });
  }
}

function accountsOf(acting: Acting, logins: readonly string[]): Account[] {
  const found = logins.map((login) => acting.world.accounts.get(login.toLowerCase()));
  return found.filter((account) => account !== undefined);
}

function tell(acting: Acting, issue: Issue, about: { action: string; account: Account }): void {
  remember(acting, issue, about.action, { assignee: about.account });
  announceSubject(acting, issue, { action: about.action, assignee: renderUser(acting.world, about.account) });
}
