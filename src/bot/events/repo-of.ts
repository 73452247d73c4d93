import type { RepoRef } from "../../github/github.ts";
import type { EventRepository } from "../../plugin-kit/events.ts";

/** A payload's repository by its name. */
export function repoOf(repository: EventRepository): RepoRef {
  return { owner: repository.owner.login, name: repository.name };
}
