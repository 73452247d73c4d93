import { announce } from "../actions/announce.ts";
import { demand } from "../actions/guard.ts";
import { requiredText, text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { param, repositoryOf } from "../http/path-subject.ts";
import { created, ok, type Reply } from "../http/reply.ts";
import { invalid, orNotFound } from "../refusal.ts";
import { renderMilestone } from "../render/label.ts";
import { addMilestone } from "../state/making.ts";
import type { Milestone, Repository } from "../state/records.ts";

export const milestoneRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/milestones", run: list },
  { pattern: "POST /repos/{owner}/{repo}/milestones", run: create },
  { pattern: "GET /repos/{owner}/{repo}/milestones/{milestone_number}", run: read },
  { pattern: "PATCH /repos/{owner}/{repo}/milestones/{milestone_number}", run: update },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call, ["issues", "pull_requests"]);
  const state = call.query.get("state") ?? "open";
  const found = repository.milestones.filter((milestone) => state === "all" || milestone.state === state);
  return paged(call, found, (milestone) => renderMilestone(call.world, repository, milestone));
}

function create(call: Call): Reply {
  const repository = writable(call);
  const title = requiredText(call, "title", "Milestone");
  if (repository.milestones.some((milestone) => milestone.title === title))
    throw invalid("Milestone", "title", "already_exists");
  const milestone = addMilestone(call.world, repository, title);
  milestone.description = text(call, "description") ?? null;
  tell(call, repository, { action: "created", milestone });
  return created(renderMilestone(call.world, repository, milestone));
}

function read(call: Call): Reply {
  const repository = repositoryOf(call, ["issues", "pull_requests"]);
  return ok(renderMilestone(call.world, repository, milestoneOf(call, repository)));
}

function update(call: Call): Reply {
  const repository = writable(call);
  const milestone = milestoneOf(call, repository);
  const state = text(call, "state");
  const { world } = call;
  milestone.title = text(call, "title") ?? milestone.title;
  if (state === "open" || state === "closed")
    Object.assign(milestone, { state, closedAt: state === "closed" ? world.now() : null });
  if (state === "closed") tell(call, repository, { action: "closed", milestone });
  return ok(renderMilestone(world, repository, milestone));
}

function writable(call: Call): Repository {
  const repository = repositoryOf(call);
  demand(acting(call), repository, { people: "triage", app: ["issues", "pull_requests"], access: "write" });
  return repository;
}

function milestoneOf(call: Call, repository: Repository): Milestone {
  return orNotFound(
    repository.milestones.find((milestone) => String(milestone.number) === param(call, "milestone_number")),
  );
}

function tell(call: Call, repository: Repository, about: { action: string; milestone: Milestone }): void {
  const fields = () => ({ action: about.action, milestone: renderMilestone(call.world, repository, about.milestone) });
  announce(acting(call), "milestone", { repository, fields });
}
