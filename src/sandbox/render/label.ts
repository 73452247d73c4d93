import type { Label, Milestone, Reaction, Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";
import { renderUser } from "./account.ts";
import { apiUrl, iso, isoOrNull, type Json, nodeId, webUrl } from "./rendering.ts";
import { fullName, repositoryPath } from "./repository.ts";

export function renderLabel(world: World, repository: Repository, label: Label): Json {
  return {
    id: label.id,
    node_id: nodeId("LA", label.id),
    url: apiUrl(world, `${repositoryPath(repository)}/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

export function renderMilestone(world: World, repository: Repository, milestone: Milestone): Json {
  const url = apiUrl(world, `${repositoryPath(repository)}/milestones/${milestone.number}`);
  const on = [...repository.issues.values()].filter((issue) => issue.milestone === milestone);
  const open = on.filter((issue) => issue.state === "open").length;
  return {
    url,
    html_url: webUrl(world, `${fullName(repository)}/milestone/${milestone.number}`),
    labels_url: `${url}/labels`,
    id: milestone.id,
    node_id: nodeId("MI", milestone.id),
    number: milestone.number,
    title: milestone.title,
    description: milestone.description,
    creator: renderUser(world, milestone.creator),
    open_issues: open,
    closed_issues: on.length - open,
    state: milestone.state,
    created_at: iso(milestone.createdAt),
    updated_at: iso(milestone.updatedAt),
    due_on: isoOrNull(milestone.dueOn),
    closed_at: isoOrNull(milestone.closedAt),
  };
}

const REACTIONS = ["+1", "-1", "laugh", "confused", "heart", "hooray", "eyes", "rocket"];

/** GitHub's `reaction-rollup`: how many of each. */
export function renderReactions(url: string, reactions: readonly Reaction[]): Json {
  const counts = REACTIONS.map((name) => [name, reactions.filter((reaction) => reaction.content === name).length]);
  return { url: `${url}/reactions`, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function renderReaction(world: World, reaction: Reaction): Json {
  return {
    id: reaction.id,
    node_id: nodeId("REA", reaction.id),
    user: renderUser(world, reaction.user),
    content: reaction.content,
    created_at: iso(reaction.createdAt),
  };
}
