import type { Person } from "../../src/sandbox/person.ts";
import type { RepositoryHandle } from "../../src/sandbox/state/repository-handle.ts";
import { PullHandle, type SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";

/** One thing that people do, from its webhook to what is visible in the end. */
export interface Scenario {
  readonly name: string;
  readonly plugins: readonly string[];
  /** What the subject begins with. */
  readonly issue?: boolean;
  readonly labels?: readonly string[];
  /** Its calls are much like another one's: left to the long column. */
  readonly resembles?: string;
  act(subject: SubjectHandle, as: (login: string) => Person): void;
}

const comments = (login: string, text: string): Scenario["act"] => {
  return (subject, as) => void as(login).comment(subject, text);
};
const opens: Scenario["act"] = (subject, as) => as("ann").open(subject);

/** From one end to the other: each plugin's way of writing to GitHub, and refusals, which are comments only. */
export const scenarios: readonly Scenario[] = [
  { name: "lgtm", plugins: ["lgtm"], act: comments("rita", "/lgtm") },
  { name: "refusal", plugins: ["lgtm"], act: comments("ann", "/lgtm") },
  { name: "approve", plugins: ["approve"], act: comments("rita", "/approve") },
  { name: "both", plugins: ["lgtm", "approve"], resembles: "approve", act: comments("rita", "/lgtm\n/approve") },
  { name: "hold", plugins: ["hold"], resembles: "label", act: comments("rita", "/hold") },
  { name: "assign", plugins: ["assign"], act: comments("ann", "/assign @rob\n/cc @rita") },
  { name: "label", plugins: ["label"], act: comments("rita", "/kind bug\n/area kit\n/area nothing") },
  { name: "close", plugins: ["close"], issue: true, act: comments("ann", "/close") },
  { name: "invite", plugins: ["invite"], issue: true, act: comments("rita", "/invite") },
  { name: "push", plugins: ["lgtm"], labels: ["lgtm"], act: push },
  { name: "owners-label", plugins: ["owners-label"], act: opens },
  { name: "size", plugins: ["size"], resembles: "owners-label", act: opens },
];

function push(subject: SubjectHandle, as: (login: string) => Person): void {
  if (subject instanceof PullHandle) as("ann").push(subject, { "docs/b.md": "more\n" });
}

/** The organisation that has a scenario to itself. */
export function orgOf({ name }: Scenario): string {
  return `every-${name}`;
}

/** plugins.yaml, as an object, in which each scenario's plugins are enabled in its organisation. */
export function scenarioRules(): Record<string, unknown> {
  const enabled = scenarios.map((scenario) => [orgOf(scenario), { plugins: scenario.plugins }]);
  return {
    plugins: Object.fromEntries(enabled),
    lgtm: [{ repos: ["every-lgtm"], store_tree_hash: true }],
    invite: [{ repos: ["every-invite"], message: "Welcome aboard.", close: true, labels: ["invited"] }],
  };
}

const FILES = {
  OWNERS: "approvers: [rita]\nlabels: [area/kit]\n",
  "docs/OWNERS": "approvers: [rob]\nlabels: [kind/docs]\n",
  "docs/a.md": "text\n",
};
const LABELS = ["lgtm", "approved", "do-not-merge/hold", "kind/bug", "kind/docs", "area/kit", "invited"];

/** What a scenario's repository holds. */
export function scenarioRepository(scenario: Scenario, name: string) {
  const collaborators = { rita: "write", rob: "write", ann: "read" } as const;
  return { owner: orgOf(scenario), name, files: FILES, labels: LABELS, collaborators };
}

/** The issue or pull request that a scenario is about, which nobody has heard of. */
export function scenarioSubject({ issue, labels = [] }: Scenario, repository: RepositoryHandle) {
  const common = { author: "ann", labels };
  return issue ? repository.issue(common) : repository.pull({ ...common, files: { "docs/b.md": "text\n" } });
}

/** What a subject looks like. */
export interface Visible {
  readonly state: string;
  readonly reason: string | null;
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
  readonly reactions: readonly string[];
  /** What the bot said. */
  readonly said: readonly string[];
}

/** All that is visible of a subject, without what differs between two of the same: numbers, dates, names of repositories. */
export function visible(subject: SubjectHandle, bot: string): Visible {
  const { state, reason, labels, assignees, reactions } = subject;
  const said = subject.commentsBy(bot).map((text) => withoutIds(text, subject));
  const reviewers = subject instanceof PullHandle ? subject.reviewers.toSorted() : [];
  const sorted = { labels: labels.toSorted(), assignees: assignees.toSorted(), reactions: reactions.toSorted() };
  return { state, reason, ...sorted, reviewers, said };
}

function withoutIds(text: string, { repository }: SubjectHandle): string {
  return text.replaceAll(repository, "repository").replace(/[0-9a-f]{7,}|\d+/g, "0");
}
