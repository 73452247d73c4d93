import type { GitHub } from "../../github/github.ts";
import type { Logger } from "../../log.ts";

export interface StickyContext {
  readonly github: Pick<GitHub, "repo" | "teamSlugByName" | "teamMembers">;
  readonly log: Pick<Logger, "warn">;
  readonly config: { readonly trusted_team_for_sticky_lgtm: string };
}

/** Whether the author's pull requests keep lgtm whatever is pushed. The team goes by its display name. */
export async function isSticky({ github, log, config }: StickyContext, author: string): Promise<boolean> {
  const team = config.trusted_team_for_sticky_lgtm;
  if (team === "") return false;
  const org = github.repo.owner;
  const slug = await github.teamSlugByName(org, team);
  const members = slug === undefined ? undefined : await github.teamMembers(org, slug);
  if (members === undefined) log.warn({ org, team }, "the trusted team for sticky lgtm does not exist");
  return members?.has(author.toLowerCase()) ?? false;
}
