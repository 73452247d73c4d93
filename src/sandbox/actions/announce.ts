import { renderOrganization, renderUser } from "../render/account.ts";
import { renderIssue } from "../render/issue.ts";
import { renderPull } from "../render/pull.ts";
import type { Json } from "../render/rendering.ts";
import { renderRepository } from "../render/repository.ts";
import type { Acting } from "../state/actor.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Repository } from "../state/records.ts";

/** Sends a repository's webhook: GitHub's common fields after the event's own. */
export function announce(acting: Acting, name: string, about: { repository: Repository; fields: () => Json }): void {
  const { world, by } = acting;
  const { repository } = about;
  world.emit(() => ({
    name,
    repository,
    payload: {
      ...about.fields(),
      repository: renderRepository(world, repository),
      ...organizationField(acting, repository),
      sender: renderUser(world, by.account),
    },
  }));
}

/** Sends `issues` or `pull_request`, whichever the subject is. */
export function announceSubject(acting: Acting, issue: Issue, fields: { action: string } & Json): void {
  const { action, ...more } = fields;
  const { world } = acting;
  const body = (): Json =>
    isPull(issue)
      ? { action, number: issue.number, pull_request: renderPull(world, issue), ...more }
      : { action, issue: renderIssue(world, issue), ...more };
  announce(acting, isPull(issue) ? "pull_request" : "issues", { repository: issue.repository, fields: body });
}

function organizationField(acting: Acting, repository: Repository): Json {
  const { world } = acting;
  return repository.owner.type === "Organization" ? { organization: renderOrganization(world, repository.owner) } : {};
}
