import type { SubjectHandle } from "../../sandbox/state/subject-handle.ts";
import { PullHandle } from "../../sandbox/state/subject-handle.ts";
import { type Describing, describeChanges } from "./describe-changes.ts";
import type { Played } from "./play-step.ts";

/** How a line of the conversation begins after the name, and what every other line begins with. */
const NAME = 8;

/** The line above a scene. */
export function tellPlace(subject: SubjectHandle, { ink }: Pick<Describing, "ink">): string {
  const kind = subject instanceof PullHandle ? "pull request" : "issue";
  return `${ink.bold(`${subject.repository}#${subject.number}`)} ${ink.dim(`${kind}:`)} ${subject.title}`;
}

/** One step as a conversation: who did what, and below it what changed. */
export function tellStep(played: Played, how: Describing): string {
  const { step, changes, missing } = played;
  const { ink } = how;
  const indent = " ".repeat(NAME + 2);
  const [first = "", ...more] = step.line.split("\n");
  const described = describeChanges(changes, how);
  const lines = [
    `  ${ink.bold(step.who.padEnd(NAME))}${first}`,
    ...more.map((line) => `${indent}${line}`),
    ...(described.length === 0 ? [ink.dim("nothing changes")] : described).map((line) => `${indent}  ${line}`),
    ...missing.map((that) => `${indent}  ${ink.red(`expected ${that}`)}`),
  ];
  return `${lines.join("\n")}\n${indent}  ${ink.dim(cost(played))}`;
}

function cost({ requests, effect }: Played): string {
  const count = `${requests.length} request${requests.length === 1 ? "" : "s"} to GitHub`;
  return effect === undefined ? count : `${count}, ${effect.toFixed(0)} ms`;
}
