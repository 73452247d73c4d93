import { associationOf, pageUrl } from "../render/issue.ts";
import { iso, isoOrNull, nodeId } from "../render/rendering.ts";
import { labelsAsOf } from "../state/labels.ts";
import type { Comment, Issue, Label, Milestone, TimelineEntry } from "../state/records.ts";
import { type Arguments, connection, type FieldType, leaf, type Node, object, type Scope, typeOf } from "./schema.ts";
import { accountNode } from "./schema-accounts.ts";

/** Fields that issues and pull requests share. */
export const subjectFields: Record<string, FieldType> = {
  number: leaf((issue: Issue) => issue.number),
  title: leaf((issue: Issue) => issue.title),
  body: leaf((issue: Issue) => issue.body ?? ""),
  url: leaf((issue: Issue, _args, { world }) => pageUrl(world, issue)),
  locked: leaf((issue: Issue) => issue.locked),
  closed: leaf((issue: Issue) => issue.state === "closed"),
  createdAt: leaf((issue: Issue) => iso(issue.createdAt)),
  updatedAt: leaf((issue: Issue) => iso(issue.updatedAt)),
  closedAt: leaf((issue: Issue) => isoOrNull(issue.closedAt)),
  authorAssociation: leaf((issue: Issue, _args, { world }) => associationOf(world, issue.repository, issue.author)),
  author: object("Actor", (issue: Issue) => accountNode(issue.author)),
  repository: object("Repository", (issue: Issue) => ({ type: "Repository", of: issue.repository })),
  milestone: object("Milestone", (issue: Issue) => issue.milestone && { type: "Milestone", of: issue.milestone }),
  labels: connection(
    "Label",
    (issue: Issue, _args, { asOf }) => labelsAsOf(issue, asOf).map((of) => ({ type: "Label", of })),
    "orderBy",
  ),
  assignees: connection("User", (issue: Issue) => issue.assignees.map(accountNode)),
  comments: connection("IssueComment", (issue: Issue, _args, scope) => commentsOf(issue, scope), "orderBy"),
};

const event: Record<string, FieldType> = {
  id: leaf((entry: TimelineEntry) => nodeId("EV", entry.id)),
  createdAt: leaf((entry: TimelineEntry) => iso(entry.createdAt)),
  actor: object("Actor", (entry: TimelineEntry) => accountNode(entry.actor)),
};

const labelEvent = typeOf({
  ...event,
  label: object("Label", (entry: TimelineEntry) => entry.label && { type: "Label", of: entry.label }),
});
const assignEvent = typeOf({
  ...event,
  assignee: object("Assignee", (entry: TimelineEntry) => entry.assignee && accountNode(entry.assignee)),
});
const renameEvent = typeOf({
  ...event,
  previousTitle: leaf((entry: TimelineEntry) => entry.rename?.from ?? ""),
  currentTitle: leaf((entry: TimelineEntry) => entry.rename?.to ?? ""),
});
const milestoneEvent = typeOf({ ...event, milestoneTitle: leaf((entry: TimelineEntry) => entry.milestone ?? "") });

/** Object types of a timeline's lines by the names of GitHub's issue events. */
const eventTypes: Readonly<Record<string, readonly [string, ReadonlyMap<string, FieldType>]>> = {
  labeled: ["LabeledEvent", labelEvent],
  unlabeled: ["UnlabeledEvent", labelEvent],
  assigned: ["AssignedEvent", assignEvent],
  unassigned: ["UnassignedEvent", assignEvent],
  milestoned: ["MilestonedEvent", milestoneEvent],
  demilestoned: ["DemilestonedEvent", milestoneEvent],
  renamed: ["RenamedTitleEvent", renameEvent],
  closed: ["ClosedEvent", typeOf(event)],
  reopened: ["ReopenedEvent", typeOf(event)],
  merged: ["MergedEvent", typeOf(event)],
  ready_for_review: ["ReadyForReviewEvent", typeOf(event)],
  convert_to_draft: ["ConvertToDraftEvent", typeOf(event)],
  head_ref_force_pushed: ["HeadRefForcePushedEvent", typeOf(event)],
};

const OF_PULLS = ["MergedEvent", "ReadyForReviewEvent", "ConvertToDraftEvent", "HeadRefForcePushedEvent"];

export const timelineNames: readonly string[] = ["IssueComment", ...Object.values(eventTypes).map(([name]) => name)];

export const issueTimelineNames: readonly string[] = timelineNames.filter((name) => !OF_PULLS.includes(name));

export const timelineItems: FieldType = connection(
  "PullRequestTimelineItems",
  timelineOf,
  "itemTypes",
  "since",
  "skip",
);

export const issueTypes: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map([
  ...Object.values(eventTypes),
  [
    "Issue",
    typeOf({
      ...subjectFields,
      id: leaf((issue: Issue) => nodeId("I", issue.id)),
      databaseId: leaf((issue: Issue) => issue.id),
      state: leaf((issue: Issue) => issue.state.toUpperCase()),
      stateReason: leaf((issue: Issue) => issue.stateReason?.toUpperCase() ?? null, "enableDuplicate"),
      timelineItems: { ...timelineItems, type: "IssueTimelineItems" },
    }),
  ],
  [
    "IssueComment",
    typeOf({
      id: leaf((comment: Comment) => nodeId("IC", comment.id)),
      databaseId: leaf((comment: Comment) => comment.id),
      fullDatabaseId: leaf((comment: Comment) => String(comment.id)),
      body: leaf((comment: Comment) => comment.body),
      url: leaf((comment: Comment, _args, { world }) => `${pageUrl(world, comment.issue)}#issuecomment-${comment.id}`),
      createdAt: leaf((comment: Comment) => iso(comment.createdAt)),
      updatedAt: leaf((comment: Comment) => iso(comment.updatedAt)),
      isMinimized: leaf(() => false),
      author: object("Actor", (comment: Comment) => accountNode(comment.user)),
      authorAssociation: leaf((comment: Comment, _args, { world }) =>
        associationOf(world, comment.issue.repository, comment.user),
      ),
    }),
  ],
  [
    "Label",
    typeOf({
      id: leaf((label: Label) => nodeId("LA", label.id)),
      name: leaf((label: Label) => label.name),
      color: leaf((label: Label) => label.color),
      description: leaf((label: Label) => label.description),
    }),
  ],
  [
    "Milestone",
    typeOf({
      id: leaf((milestone: Milestone) => nodeId("MI", milestone.id)),
      number: leaf((milestone: Milestone) => milestone.number),
      title: leaf((milestone: Milestone) => milestone.title),
      state: leaf((milestone: Milestone) => milestone.state.toUpperCase()),
    }),
  ],
]);

function commentsOf(issue: Issue, scope: Scope): Node[] {
  return issue.comments
    .filter((comment) => comment.createdAt <= scope.asOf)
    .map((of) => ({ type: "IssueComment", of }));
}

function timelineOf(issue: Issue, args: Arguments, scope: Scope): Node[] {
  const lines = issue.timeline.flatMap((entry) => {
    const type = Object.hasOwn(eventTypes, entry.event) ? eventTypes[entry.event]?.[0] : undefined;
    return type === undefined || entry.createdAt > scope.asOf
      ? []
      : [{ at: entry.createdAt, node: { type, of: entry } }];
  });
  const said = issue.comments
    .filter((comment) => comment.createdAt <= scope.asOf)
    .map((of) => ({ at: of.createdAt, node: { type: "IssueComment", of } }));
  const all = [...lines, ...said].sort((a, b) => a.at - b.at).map(({ node }) => node);
  const wanted = Array.isArray(args.itemTypes) ? new Set(args.itemTypes.map(String)) : undefined;
  return wanted === undefined ? all : all.filter((node) => wanted.has(enumName(node.type)));
}

/** `LabeledEvent` is asked for as `LABELED_EVENT`. */
function enumName(type: string): string {
  return type.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
