import type { RepoName } from "../config/section.ts";

/**
 * The repository that `--repo` names; without it one that no setting names.
 * @throws when the text is not `owner/name`.
 */
export function namedRepository(text: string | undefined): RepoName {
  if (text === undefined) return { owner: "", name: "" };
  const [owner = "", name = "", rest] = text.split("/");
  if (owner !== "" && name !== "" && rest === undefined) return { owner, name };
  throw new Error(`${text} names no repository: write --repo owner/name`);
}
