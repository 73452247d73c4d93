import type { Person } from "../../src/sandbox/person.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Comment, StatusState } from "../../src/sandbox/state/records.ts";
import { PullHandle, type SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import { fill, type Scenario, type Step } from "./scenario.ts";

/** The subject of a world, and what people do to it. */
export interface Acts {
  readonly subject: SubjectHandle;
  perform(step: Step, how: { readonly silently: boolean }): void;
}

export function createActs(sandbox: Sandbox, scenario: Scenario, place: { org: string; name: string }): Acts {
  const subject = raise(sandbox, scenario, place);
  const memory: { last?: Comment } = {};
  const perform = (step: Step) => {
    const act = ACTS[step.do];
    if (act === undefined) throw new Error(`${scenario.id}: nobody knows how to ${step.do}`);
    const person = sandbox.as(step.by ?? scenario.item.author, { mayAll: true });
    act({ person, subject, step: { ...step, body: fill(step.body ?? "", place.org) }, memory });
  };
  return {
    subject,
    perform: (step, { silently }) => (silently ? sandbox.world.quietly(() => perform(step)) : perform(step)),
  };
}

function raise(sandbox: Sandbox, scenario: Scenario, { org, name }: { org: string; name: string }): SubjectHandle {
  const repository = sandbox.world.repository(`${org}/${name}`);
  for (const prior of scenario.prior ?? []) {
    repository.pull({ author: prior.author, state: prior.state, merged: prior.merged ?? false });
  }
  const { kind, body, ...item } = scenario.item;
  const options = { ...item, body: fill(body ?? "", org) };
  return kind === "pr" ? repository.pull(options) : repository.issue(options);
}

interface Act {
  readonly person: Person;
  readonly subject: SubjectHandle;
  readonly step: Step & { readonly body: string };
  readonly memory: { last?: Comment };
}

const ACTS: Readonly<Record<string, (act: Act) => void>> = {
  comment: ({ person, subject, step, memory }) => {
    memory.last = person.comment(subject, step.body);
  },
  "edit-comment": ({ person, step, memory }) => {
    memory.last = person.editComment(lastOf(memory), step.body);
  },
  "delete-comment": ({ person, memory }) => person.deleteComment(lastOf(memory)),
  review: ({ person, subject, step }) => {
    person.review(pullOf(subject), (step.state ?? "COMMENTED") as "APPROVED", step.body);
  },
  "review-comment": ({ person, subject, step }) => {
    person.reviewComment(pullOf(subject), step.body);
  },
  open: ({ person, subject }) => person.open(subject),
  push: ({ person, subject, step }) => {
    person.push(pullOf(subject), step.files ?? {});
  },
  amend: ({ person, subject, step }) => {
    person.amend(pullOf(subject), step.commits ?? []);
  },
  label: ({ person, subject, step }) => {
    if (step.add !== undefined) person.addLabels(subject, step.add);
    if (step.remove !== undefined) person.removeLabel(subject, step.remove);
  },
  edit: ({ person, subject, step }) => {
    const { title, body } = step;
    person.edit(subject, { ...(title === undefined ? {} : { title }), ...(body === "" ? {} : { body }) });
  },
  ready: ({ person, subject }) => person.ready(pullOf(subject)),
  draft: ({ person, subject }) => person.draft(pullOf(subject)),
  close: ({ person, subject }) => person.close(subject),
  reopen: ({ person, subject }) => person.reopen(subject),
  merge: ({ person, subject }) => {
    person.merge(pullOf(subject));
  },
  status: ({ person, subject, step }) =>
    person.status(pullOf(subject), step.context ?? "", (step.state ?? "success") as StatusState),
};

function pullOf(subject: SubjectHandle): PullHandle {
  if (subject instanceof PullHandle) return subject;
  throw new Error(`${subject.url} is not a pull request`);
}

function lastOf(memory: { last?: Comment }): Comment {
  if (memory.last === undefined) throw new Error("nothing was commented before");
  return memory.last;
}
