import type { GitHub } from "../../github/github.ts";
import type { Owners } from "../../owners/owners.ts";
import type { Word } from "../../plugin-kit/latest-word.ts";
import { collaboratorsOnly, ownersOnly, ownPull } from "./messages.ts";

export interface RightsContext {
  readonly github: Pick<GitHub, "isCollaborator" | "pull" | "files">;
  readonly skipCollaborators: boolean;
  owners(baseBranch: string): Promise<Pick<Owners, "approvers" | "reviewers">>;
}

export interface LgtmAsker {
  readonly number: number;
  readonly wants: "add" | "remove";
  /** Login of who asks. */
  readonly by: string;
  /** Login of the pull request's author. */
  readonly author: string;
  /** Whether that is who asks. */
  readonly isAuthor: boolean;
  /** When they asked. */
  readonly word: Word;
  /** Of a review: its commit, and the head at that time. */
  readonly reviewed?: { readonly commit: string; readonly head: string };
}

/** Why the person may not change lgtm, or undefined. Prow: pkg/plugins/lgtm, handle. */
export async function refusalOf(ctx: RightsContext, asker: LgtmAsker): Promise<string | undefined> {
  if (asker.isAuthor) return asker.wants === "add" ? ownPull : undefined;
  if (ctx.skipCollaborators) return (await isOwner(ctx, asker)) ? undefined : ownersOnly;
  return (await ctx.github.isCollaborator(asker.by)) ? undefined : collaboratorsOnly;
}

async function isOwner(ctx: RightsContext, { number, by }: LgtmAsker): Promise<boolean> {
  const [pull, changed] = await Promise.all([ctx.github.pull(number), ctx.github.files(number)]);
  const owners = await ctx.owners(pull.baseRef);
  const login = by.toLowerCase();
  return changed.files.some(({ path }) => owners.approvers(path).has(login) || owners.reviewers(path).has(login));
}
