import type { Comment, Issue, TimelineEntry } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderTeam, renderUser } from "./account.ts";
import { renderComment } from "./issue.ts";
import { apiUrl, iso, type Json, nodeId } from "./rendering.ts";
import { repositoryPath } from "./repository.ts";

/** One line of an issue's events or timeline; comments stand in the timeline as `commented`. */
export function renderTimelineEntry(world: World, issue: Issue, entry: TimelineEntry | Comment): Json {
  if (!("event" in entry))
    return { ...renderComment(world, entry), event: "commented", actor: renderUser(world, entry.user) };
  const { label, assignee, milestone, rename } = entry;
  return {
    id: entry.id,
    node_id: nodeId("EV", entry.id),
    url: apiUrl(world, `${repositoryPath(issue.repository)}/issues/events/${entry.id}`),
    actor: renderUser(world, entry.actor),
    event: entry.event,
    commit_id: entry.commit ?? null,
    commit_url: null,
    created_at: iso(entry.createdAt),
    performed_via_github_app: null,
    ...(label === undefined ? {} : { label: { name: label.name, color: label.color } }),
    ...(assignee === undefined
      ? {}
      : { assignee: renderUser(world, assignee), assigner: renderUser(world, entry.actor) }),
    ...(milestone === undefined ? {} : { milestone: { title: milestone } }),
    ...(rename === undefined ? {} : { rename }),
    ...reviewerFields(world, entry),
  };
}

function reviewerFields(world: World, entry: TimelineEntry): Json {
  const { reviewer } = entry;
  if (reviewer === undefined) return {};
  const requester = { review_requester: renderUser(world, entry.actor) };
  if ("login" in reviewer) return { ...requester, requested_reviewer: renderUser(world, reviewer) };
  return { ...requester, requested_team: renderTeam(world, reviewer) };
}
