import type { RepoName } from "../config/section.ts";

/** Owner and name as GitHub gives them out, each in a group; accounts that a company manages have an underscore. */
export const NAMES = "([A-Za-z0-9_-]{1,39})\\/(?!\\.{1,2}(?![\\w.-]))([A-Za-z0-9._-]{1,100})";

const REPOSITORY = new RegExp(`^${NAMES}$`);

/**
 * The repository that `--repo` names; without it one that no setting names.
 * @throws when the text is not `owner/name`.
 */
export function namedRepository(text: string | undefined): RepoName {
  if (text === undefined) return { owner: "", name: "" };
  const [, owner, name] = REPOSITORY.exec(text) ?? [];
  if (owner !== undefined && name !== undefined) return { owner, name };
  throw new Error(`${text} names no repository: write --repo owner/name`);
}
