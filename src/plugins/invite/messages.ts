import { quoted } from "../../plugin-kit/quoted.ts";
import { nameList } from "../name-list.ts";
import type { Inviter } from "./invite-config.ts";

const PEOPLE: Readonly<Record<Inviter, string>> = {
  author: "its author",
  collaborator: "collaborators of this repository",
  member: "members of the organisation",
  anyone: "anyone",
};

export function mayNotInvite(who: readonly Inviter[]): string {
  return `\`/invite\` works here for ${who.map((one) => PEOPLE[one]).join(" and ")} only.`;
}

export const nothingConfigured =
  "There is no invitation for this repository yet. Whoever keeps `plugins.yaml` can write one under `invite`.";

export function fileMissing(path: string, branch: string): string {
  return `The invitation should be in ${quoted(path)} on ${quoted(branch)}, and there is no such file. Somebody who can write to the repository can add it.`;
}

export interface Invitation {
  readonly text: string;
  readonly closeComment: string;
  readonly missingLabels: readonly string[];
}

/** The one comment an invitation is. */
export function invitation({ text, closeComment, missingLabels }: Invitation): string {
  const missing =
    missingLabels.length === 0 ? "" : `(${nameList(missingLabels)} is not a label here, so I left it out.)`;
  return [text, closeComment, missing].filter((part) => part !== "").join("\n\n");
}
