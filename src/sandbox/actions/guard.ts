import { notFound, Refusal } from "../refusal.ts";
import { allows, permissionOf } from "../state/access.ts";
import type { Acting } from "../state/actor.ts";
import { covers } from "../state/installing.ts";
import type { Access, Issue, Permission, Repository } from "../state/records.ts";

/** What an action asks for: a permission of people, or any one of some permissions of an App. */
export interface Demand {
  readonly people: Permission;
  readonly app: readonly string[];
  readonly access: Access;
}

/** Refuses as GitHub does: 404 for what the actor may not see, 403 for what it may see and not do. */
export function demand(acting: Acting, repository: Repository, wanted: Demand): void {
  const { by, world } = acting;
  if (by.kind === "stage-hand") return;
  if (by.kind === "installation") {
    demandOfApp(acting, repository, wanted);
    return;
  }
  const held = permissionOf(world, repository, by.account);
  if (!allows(held, "read")) throw notFound();
  if (!allows(held, wanted.people)) throw new Refusal(403, "Must have admin rights to Repository.");
  if (wanted.access === "write") demandLiving(repository);
}

/** A change to an issue or pull request; its author may do it too when `author` is true. */
export function demandOn(acting: Acting, issue: Issue, people: Permission, author = false): void {
  const needed = author && issue.author === acting.by.account ? "read" : people;
  const app = issue.pull === null ? ["issues"] : ["pull_requests", "issues"];
  demand(acting, issue.repository, { people: needed, app, access: "write" });
}

function demandOfApp(acting: Acting, repository: Repository, wanted: Demand): void {
  const { installation } = acting.by;
  const seen = installation !== undefined && covers(installation, repository.owner.login, repository.name);
  if (!seen && repository.private) throw notFound();
  if (!seen && wanted.access === "read") return;
  const held = installation?.permissions ?? {};
  const granted = wanted.app.some((name) => held[name] === "write" || held[name] === wanted.access);
  if (!seen || !granted) throw new Refusal(403, "Resource not accessible by integration");
  if (wanted.access === "write") demandLiving(repository);
}

function demandLiving(repository: Repository): void {
  if (repository.archived) throw new Refusal(403, "Repository was archived so is read-only.");
}
