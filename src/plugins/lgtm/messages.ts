import { quoted } from "../../plugin-kit/quoted.ts";
import type { LgtmConfig } from "./lgtm-config.ts";

/** The label this plugin keeps. */
export const LGTM_LABEL = "lgtm";

/** First line of the comment that remembers what was looked at; a person does not see it. */
export const TREE_MARKER = "<!-- bowsprit:lgtm-tree ";
/** First line of the comment about a push that took lgtm away. */
export const REMOVED_MARKER = "<!-- bowsprit:lgtm-removed -->";

export const ownPull =
  "You cannot give lgtm to your own pull request: it says that somebody else looked at the code. " +
  "Ask a reviewer; any other collaborator of this repository can write `/lgtm`.";

export const collaboratorsOnly =
  "Only collaborators of this repository can give or take back lgtm here, and you are not one of them. " +
  "The author can write `/lgtm cancel` too.";

export const ownersOnly =
  "Only people whom an OWNERS file names as approver or reviewer of at least one changed file can give or take back " +
  "lgtm here. The author can write `/lgtm cancel` too.";

/** Refusal of a review that was written about an older commit. */
export function headMoved(reviewed: string, head: string): string {
  return (
    `Your review is about ${commit(reviewed)}, but the pull request is at ${commit(head)} by now, so it did ` +
    "not count as lgtm. Have a look at the new commits and write `/lgtm` if they are fine."
  );
}

/** Refusal of a command that is older than the newest push; the head may be unknown. */
export function headMovedMeanwhile(head: string): string {
  const now = head === "" ? "" : ` (${commit(head)})`;
  return (
    `The head moved${now} at the moment you wrote or after it, so your \`/lgtm\` did not count: it would have been for ` +
    "commits you have not seen. Have another look and write it again."
  );
}

/** Refusal of lgtm for a comparison with another branch. */
export const baseMoved =
  "The pull request was pointed at another base branch at the moment you wrote or after it, so your lgtm did not count. " +
  "Have another look and write `/lgtm` again.";

/** Said on the thread after the base branch was changed. */
export function lgtmRemovedWithBase(base: string): string {
  return (
    `${REMOVED_MARKER}\nThe pull request goes to another base branch now (${quoted(base)}), so the \`lgtm\` label came ` +
    "off: what was looked at was a different change. A reviewer can give it again with `/lgtm`."
  );
}

/** Said on the thread after a push. */
export function lgtmRemoved(head: string): string {
  return (
    `${REMOVED_MARKER}\nNew commits arrived (${commit(head)}), so the \`lgtm\` label came off: nobody has looked at ` +
    "them yet. A reviewer can give it again with `/lgtm`."
  );
}

/** Said on the thread so that a later push can be compared with what was looked at. */
export function lgtmCovers(tree: string): string {
  return (
    `${TREE_MARKER}${tree.replace(/[^0-9a-f]/g, "")} -->\nThis lgtm is for the content as it is now. Squashing or rewording commits keeps it; a ` +
    `change of any file takes it away.\n\n<details><summary>What was looked at</summary>\n\nGit tree ${quoted(tree)}\n\n</details>`
  );
}

/** A commit as GitHub links it; anything else is only shown. */
function commit(sha: string): string {
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 10) : quoted(sha);
}

/** What the repository's configuration means, for help. */
export function describeLgtm(config: LgtmConfig): string {
  const facts = [
    config.review_acts_as_lgtm
      ? "An approving review gives lgtm and a request for changes takes it back."
      : "Only commands give lgtm; the state of a review does not.",
    config.store_tree_hash ? "A push keeps lgtm if it leaves the content as it was." : "Every push takes lgtm away.",
  ];
  const team = config.trusted_team_for_sticky_lgtm;
  if (team !== "") facts.push(`Pull requests by members of the team "${team}" keep lgtm whatever is pushed.`);
  return facts.join(" ");
}
