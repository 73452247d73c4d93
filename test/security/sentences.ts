import type { Approval } from "../../src/plugins/approve/approvals-from-history.ts";
import * as approve from "../../src/plugins/approve/messages.ts";
import * as assign from "../../src/plugins/assign/messages.ts";
import * as close from "../../src/plugins/close/messages.ts";
import * as closing from "../../src/plugins/close-messages.ts";
import * as help from "../../src/plugins/help/messages.ts";
import * as invite from "../../src/plugins/invite/messages.ts";
import * as labels from "../../src/plugins/label-messages.ts";
import * as lgtm from "../../src/plugins/lgtm/messages.ts";
import * as lifecycle from "../../src/plugins/lifecycle/messages.ts";
import * as size from "../../src/plugins/size/messages.ts";

/** What a sentence is made of, with one text in the place of every name, path, branch, address and setting. */
type Sentences = Readonly<Record<string, (text: string) => string>>;

/** Every module of sentences there is, by its path in src/plugins. */
export const messageModules: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "approve/messages.ts": approve,
  "assign/messages.ts": assign,
  "close/messages.ts": close,
  "close-messages.ts": closing,
  "help/messages.ts": help,
  "invite/messages.ts": invite,
  "label-messages.ts": labels,
  "lgtm/messages.ts": lgtm,
  "lifecycle/messages.ts": lifecycle,
  "size/messages.ts": size,
};

/** Sentences for help pages, which escape what they show; nothing of them is Markdown. */
export const forPages: ReadonlySet<string> = new Set(["describeApprove", "describeLgtm", "describeSizes"]);

const several = (text: string) => [text, `b${text}`, text];
const howSaid: readonly Approval["how"][] = ["approved", "lgtm", "author"];

/** Every function that makes a sentence, by name; a name that several modules export stands for all of them. */
export const sentences: Sentences = {
  verdictLine: () => `${approve.verdictLine(true)}\n\n${approve.verdictLine(false)}`,
  approvedBy: (text) => approve.approvedBy(several(text).map((login) => approver(login))),
  approver: (text) => howSaid.map((how) => approver(text, how)).join("\n\n"),
  person: (text) => approve.person(text, "https://github.com"),
  whomToAsk: (text) => {
    const people = several(text).map((login) => approve.person(login, text));
    return approve.whomToAsk({ assigned: people, unassigned: people, process: text }) ?? "";
  },
  issueNamed: () => approve.issueNamed(7),
  issueWaived: (text) => approve.issueWaived([approver(text)]),
  commandsLink: (text) => approve.commandsLink(text),
  processLink: (text) => approve.processLink(text),
  notAssigned: (text) => assign.notAssigned(several(text), { name: text, linkUrl: text }),
  notRequested: (text) => assign.notRequested(several(text), { name: text, linkUrl: text }),
  tooManyPeople: (text) => assign.tooManyPeople(several(text)),
  labelsMissing: (text) => close.labelsMissing(several(text)),
  helpWanted: (text) => help.helpWanted({ help_guidelines_url: text, help_guidelines_summary: "" }),
  goodFirstIssue: (text) => help.goodFirstIssue({ help_guidelines_url: text, help_guidelines_summary: "" }),
  mayNotInvite: () => invite.mayNotInvite(["author", "collaborator", "member", "anyone"]),
  fileMissing: (text) => invite.fileMissing(text, text),
  // The invitation itself is an operator's own Markdown.
  invitation: (text) => invite.invitation({ text: "Come in.", closeComment: "Bye.", missingLabels: several(text) }),
  pullsHaveNoReason: () => closing.pullsHaveNoReason("duplicate"),
  closedPull: () => closing.closedPull(),
  closedIssue: () => [undefined, 7].map((original) => closing.closedIssue("duplicate", original)).join("\n\n"),
  reopened: () => closing.reopened(true),
  reopenRefused: (text) => closing.reopenRefused(text),
  unsupportedLabels: (text) => labels.unsupportedLabels(several(text), several(text)),
  undefinedLabels: (text) => labels.undefinedLabels(several(text)),
  notSetLabels: (text) => labels.notSetLabels(several(text)),
  membersOnly: (text) => labels.membersOnly(text),
  restrictedLabel: (text) =>
    [
      labels.restrictedLabel({ label: text, allowedTeams: several(text), allowedUsers: [], assignOn: [] }),
      labels.restrictedLabel({ label: text, allowedTeams: [], allowedUsers: several(text), assignOn: [] }),
    ].join("\n\n"),
  headMoved: (text) => lgtm.headMoved(text, text),
  headMovedMeanwhile: (text) => lgtm.headMovedMeanwhile(text),
  lgtmRemovedWithBase: (text) => lgtm.lgtmRemovedWithBase(text),
  lgtmRemoved: (text) => lgtm.lgtmRemoved(text),
  lgtmCovers: (text) => lgtm.lgtmCovers(text),
};

function approver(login: string, how: Approval["how"] = "approved"): string {
  return approve.approver({ login, url: `https://github.com/${login}`, how, waivesIssue: false }, false);
}
