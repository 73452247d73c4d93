import { invalid, Refusal } from "../refusal.ts";
import { renderLabel } from "../render/label.ts";
import type { Acting } from "../state/actor.ts";
import { hasLabel, labelOf } from "../state/labels.ts";
import type { Issue, Label, Repository } from "../state/records.ts";
import { announce, announceSubject } from "./announce.ts";
import { demand, demandOn } from "./guard.ts";
import { remember } from "./timeline.ts";

const MOST_LABELS = 100;
const LONGEST_NAME = 50;

/** Adds labels, making those the repository does not have. More than 100 on an issue is refused as a whole. */
export function addLabels(acting: Acting, issue: Issue, names: readonly string[]): void {
  demandOn(acting, issue, "triage");
  for (const name of names) checkName(name);
  const missing = [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
  const fresh = missing.filter((name) => !hasLabel(issue, name));
  if (issue.labels.length + names.length > MOST_LABELS) {
    throw new Refusal(422, "Validation Failed", [
      { resource: "Issue", field: "labels", code: "custom", message: "labels is too long (maximum is 100 labels)" },
    ]);
  }
  for (const name of fresh) attach(acting, issue, knownOrNew(acting, issue.repository, name));
}

/** Takes a label off; 404 when it is not on the issue. */
export function removeLabel(acting: Acting, issue: Issue, name: string): void {
  demandOn(acting, issue, "triage");
  const label = issue.labels.find((other) => other.name.toLowerCase() === name.toLowerCase());
  if (label === undefined) throw new Refusal(404, "Label does not exist");
  detach(acting, issue, label);
}

/** Makes the issue carry exactly these labels. */
export function setLabels(acting: Acting, issue: Issue, names: readonly string[]): void {
  demandOn(acting, issue, "triage");
  if (names.length > MOST_LABELS) throw invalid("Issue", "labels");
  const wanted = new Set(names.map((name) => name.toLowerCase()));
  for (const label of [...issue.labels]) if (!wanted.has(label.name.toLowerCase())) detach(acting, issue, label);
  addLabels(
    acting,
    issue,
    names.filter((name) => !hasLabel(issue, name)),
  );
}

export interface LabelFields {
  readonly name: string;
  readonly color?: string;
  readonly description?: string | null;
}

/** Defines a label; 422 when the name is taken. */
export function createLabel(acting: Acting, repository: Repository, fields: LabelFields): Label {
  demand(acting, repository, { people: "write", app: ["issues", "pull_requests"], access: "write" });
  checkName(fields.name);
  if (repository.labels.has(fields.name.toLowerCase())) throw invalid("Label", "name", "already_exists");
  const label = knownOrNew(acting, repository, fields.name);
  return Object.assign(label, fields.color && { color: fields.color }, { description: fields.description ?? null });
}

/** Deletes a label from the repository and from everything that carries it. */
export function deleteLabel(acting: Acting, repository: Repository, name: string): void {
  demand(acting, repository, { people: "write", app: ["issues", "pull_requests"], access: "write" });
  const label = repository.labels.get(name.toLowerCase());
  if (label === undefined) throw new Refusal(404, "Not Found");
  for (const issue of repository.issues.values()) if (issue.labels.includes(label)) detach(acting, issue, label);
  repository.labels.delete(name.toLowerCase());
  announceLabel(acting, repository, { action: "deleted", label });
}

function knownOrNew(acting: Acting, repository: Repository, name: string): Label {
  const isNew = !repository.labels.has(name.toLowerCase());
  const label = labelOf(acting.world, repository, name);
  if (isNew) announceLabel(acting, repository, { action: "created", label });
  return label;
}

function attach(acting: Acting, issue: Issue, label: Label): void {
  issue.labels = [...issue.labels, label];
  remember(acting, issue, "labeled", { label });
  announceSubject(acting, issue, { action: "labeled", label: renderLabel(acting.world, issue.repository, label) });
}

function detach(acting: Acting, issue: Issue, label: Label): void {
  issue.labels = issue.labels.filter((other) => other !== label);
  remember(acting, issue, "unlabeled", { label });
  announceSubject(acting, issue, { action: "unlabeled", label: renderLabel(acting.world, issue.repository, label) });
}

function announceLabel(acting: Acting, repository: Repository, about: { action: string; label: Label }): void {
  const fields = () => ({ action: about.action, label: renderLabel(acting.world, repository, about.label) });
  announce(acting, "label", { repository, fields });
}

function checkName(name: string): void {
  if (name.trim() === "") throw invalid("Label", "name", "missing_field");
  if ([...name].length > LONGEST_NAME) throw invalid("Label", "name");
}
