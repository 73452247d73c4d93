import { invalid, Refusal } from "../refusal.ts";
import { renderMilestone } from "../render/label.ts";
import type { Json } from "../render/rendering.ts";
import type { Acting } from "../state/actor.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Milestone, Pull } from "../state/records.ts";
import { announceSubject } from "./announce.ts";
import { demandOn } from "./guard.ts";
import { remember } from "./timeline.ts";

export interface Edits {
  readonly title?: string;
  readonly body?: string | null;
  /** Branch a pull request shall go into. */
  readonly base?: string;
}

/** Changes title, body or base: the author, and people who can write. One webhook tells all changes. */
export function editSubject(acting: Acting, issue: Issue, edits: Edits): void {
  demandOn(acting, issue, "write", true);
  const changes: Json = {};
  if (edits.title !== undefined && edits.title !== issue.title) {
    changes.title = { from: issue.title };
    remember(acting, issue, "renamed", { rename: { from: issue.title, to: edits.title } });
    issue.title = edits.title;
  }
  if (edits.body !== undefined && edits.body !== issue.body) {
    changes.body = { from: issue.body ?? "" };
    issue.body = edits.body;
  }
  if (edits.base !== undefined && isPull(issue)) Object.assign(changes, retarget(issue, edits.base));
  if (Object.keys(changes).length === 0) return;
  issue.updatedAt = acting.world.now();
  announceSubject(acting, issue, { action: "edited", changes });
}

export type CloseReason = "completed" | "not_planned" | "duplicate";

/** Closes: the author, and people who can triage. Closing what is closed changes nothing but the reason. */
export function closeSubject(acting: Acting, issue: Issue, reason: CloseReason = "completed"): void {
  demandOn(acting, issue, "triage", true);
  if (issue.pull === null) issue.stateReason = reason;
  if (issue.state === "closed") return;
  issue.state = "closed";
  issue.closedAt = acting.world.now();
  issue.closedBy = acting.by.account;
  remember(acting, issue, "closed");
  announceSubject(acting, issue, { action: "closed" });
}

/** Opens again: the author, and people who can triage. A merged pull request, or one whose branch is gone, stays closed. */
export function reopenSubject(acting: Acting, issue: Issue): void {
  demandOn(acting, issue, "triage", true);
  if (issue.state === "open") return;
  if (isPull(issue)) checkReopen(issue);
  issue.state = "open";
  issue.stateReason = issue.pull === null ? "reopened" : null;
  issue.closedAt = null;
  issue.closedBy = null;
  remember(acting, issue, "reopened");
  announceSubject(acting, issue, { action: "reopened" });
}

/** Puts the issue into a milestone, or takes it out with null. */
export function setMilestone(acting: Acting, issue: Issue, milestone: Milestone | null): void {
  demandOn(acting, issue, "triage");
  const before = issue.milestone;
  if (before === milestone) return;
  issue.milestone = milestone;
  if (before !== null) tellMilestone(acting, issue, { action: "demilestoned", milestone: before });
  if (milestone !== null) tellMilestone(acting, issue, { action: "milestoned", milestone });
}

/** Turns a draft into a pull request ready for review, or back. */
export function setDraft(acting: Acting, issue: Pull, draft: boolean): void {
  demandOn(acting, issue, "write", true);
  if (issue.pull.draft === draft) return;
  issue.pull.draft = draft;
  remember(acting, issue, draft ? "convert_to_draft" : "ready_for_review");
  announceSubject(acting, issue, { action: draft ? "converted_to_draft" : "ready_for_review" });
}

function retarget(issue: Pull, branch: string): Json {
  const sha = issue.repository.refs.get(`refs/heads/${branch}`);
  if (sha === undefined) throw invalid("PullRequest", "base");
  const from = { ...issue.pull.base };
  if (from.ref === branch) return {};
  Object.assign(issue.pull.base, { ref: branch, sha });
  return { base: { ref: { from: from.ref }, sha: { from: from.sha } } };
}

function checkReopen(issue: Pull): void {
  const { merged, head } = issue.pull;
  const gone = head.repository === null || !head.repository.refs.has(`refs/heads/${head.ref}`);
  if (!merged && !gone) return;
  const message = merged
    ? "state cannot be changed. The pull request cannot be reopened."
    : `state cannot be changed. The ${head.ref} branch has been deleted.`;
  throw new Refusal(422, "Validation Failed", [{ resource: "PullRequest", code: "custom", field: "state", message }]);
}

function tellMilestone(acting: Acting, issue: Issue, about: { action: string; milestone: Milestone }): void {
  remember(acting, issue, about.action, { milestone: about.milestone.title });
  const milestone = renderMilestone(acting.world, issue.repository, about.milestone);
  announceSubject(acting, issue, { action: about.action, milestone });
}
