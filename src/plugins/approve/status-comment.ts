import { linked, spelled } from "../../plugin-kit/linked.ts";
import { quoted } from "../../plugin-kit/quoted.ts";
import type { NeededDirectory, Verdict } from "./judge-approval.ts";
import * as say from "./messages.ts";

/** Where the pull request stands and where links go. */
export interface StatusPlace {
  readonly owner: string;
  readonly name: string;
  readonly baseBranch: string;
  /** Name of OWNERS files in this repository. */
  readonly fileName: string;
  readonly linkUrl: string;
  readonly commandHelpLink: string;
  readonly processLink: string;
}

/** Whether a comment is a status comment, Prow's included. Prow: pkg/plugins/approve, notificationRegex. */
export function isStatusComment(body: string): boolean {
  return body.slice(0, say.STATUS_TAG.length).toUpperCase() === say.STATUS_TAG;
}

/** The status comment as a whole; equal facts give equal text, so that nothing is edited without need. */
export function statusComment(verdict: Verdict, place: StatusPlace): string {
  const settled = verdict.filesApproved || verdict.labelledByHand;
  const paragraphs = [
    say.verdictLine(verdict.approved),
    verdict.byHandOnly ? say.labelledByHandOnly : undefined,
    approvals(verdict),
    settled || !verdict.rootApproverMissing ? undefined : say.rootApproverMissing,
    settled ? undefined : peopleToAsk(verdict, place),
    issue(verdict),
    say.commandsLink(`${place.commandHelpLink}?repo=${place.owner}%2F${place.name}`),
    settled ? say.processLink(place.processLink) : undefined,
    details(verdict, place, settled),
  ];
  return `${paragraphs.filter((text) => text !== undefined).join("\n\n")}\n${metadata(verdict)}`;
}

/** An author's implicit approval that OWNERS give no weight is not worth a word. */
function approvals({ approvals, effective }: Verdict): string {
  const named = approvals
    .map((approval) => ({ approval, counts: effective.has(approval.login.toLowerCase()) }))
    .filter(({ approval, counts }) => counts || approval.how !== "author")
    .map(({ approval, counts }) => say.approver(approval, counts));
  return named.length === 0 ? say.nobodyYet : say.approvedBy(named);
}

function peopleToAsk(verdict: Verdict, { linkUrl, processLink }: StatusPlace): string | undefined {
  const linked = (logins: readonly string[]) => logins.map((login) => say.person(login, linkUrl));
  const { assigned, unassigned } = verdict;
  return say.whomToAsk({ assigned: linked(assigned), unassigned: linked(unassigned), process: processLink });
}

function issue({ issue, labelledByHand }: Verdict): string | undefined {
  if (!issue.required) return undefined;
  if (issue.number !== undefined) return say.issueNamed(issue.number);
  if (issue.waivedBy.length > 0) return say.issueWaived(issue.waivedBy.map((approval) => say.approver(approval, true)));
  return labelledByHand ? say.issueWaivedByHand : say.issueMissing;
}

function details({ directories }: Verdict, place: StatusPlace, settled: boolean): string {
  const lines = directories.map((directory) => directoryLine(directory, place)).join("\n");
  const list = lines === "" ? "" : `${say.neededFrom}\n\n${lines}\n\n`;
  return `<details${settled ? "" : " open"}>\n<summary>Files and approvers</summary>\n\n${list}${say.howTo}\n\n</details>`;
}

function directoryLine({ directory, approvedBy, fullyApproved }: NeededDirectory, place: StatusPlace): string {
  const path = directory.endsWith(".md") ? directory : `${directory}${directory === "" ? "" : "/"}${place.fileName}`;
  const link = linked(quoted(path), fileUrl(path, place));
  const logins = approvedBy.length === 0 ? "" : ` [${approvedBy.map(spelled).join(", ")}]`;
  if (fullyApproved) return `- ~~${link}~~${logins}`;
  return `- **${link}**${logins}${approvedBy.length === 0 ? "" : `: ${say.partlyApproved}`}`;
}

function fileUrl(path: string, { linkUrl, owner, name, baseBranch }: StatusPlace): string {
  const encoded = `${baseBranch}/${path}`.split("/").map(encodePart).join("/");
  return `${linkUrl}/${owner}/${name}/blob/${encoded}`;
}

function encodePart(part: string): string {
  return encodeURIComponent(part.replace(/\p{Cs}/gu, "\uFFFD"));
}

/** For tools that read whom the pull request waits for; `<` and `>` cannot end the comment it stands in. */
function metadata({ assigned, unassigned }: Verdict): string {
  const json = JSON.stringify({ approvers: [...assigned, ...unassigned].sort() });
  return `<!-- META=${json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e")} -->`;
}
