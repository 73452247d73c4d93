import type { WorldEvent } from "../../sandbox/state/world.ts";
import type { DemoStage } from "./demo-stage.ts";
import { type Describing, describeChanges } from "./describe-changes.ts";
import { settle } from "./settle.ts";
import { blankView, changesBetween, type SubjectView, viewOf } from "./subject-view.ts";

export interface Following extends Describing {
  readonly print: (text: string) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** Longest wait for the effects of what somebody did before they are printed, in milliseconds. */
const PATIENCE = 10_000;

/** Prints what people do on the sandbox and what changes, until the signal fires. */
export async function followEvents(stage: DemoStage, following: Following): Promise<void> {
  const { sandbox } = stage;
  const views = new Map<string, SubjectView>();
  note(stage, views);
  const mailbox = { wake: () => {} };
  const heard: WorldEvent[] = [];
  following.signal.addEventListener("abort", () => mailbox.wake());
  sandbox.world.subscribe((event) => {
    heard.push(event);
    mailbox.wake();
  });
  while (!following.signal.aborted) {
    for (const event of heard.splice(0)) tellEvent(event, following);
    await settle(stage, PATIENCE);
    tellChanges(stage, views, following);
    if (heard.length > 0 || following.signal.aborted) continue;
    await new Promise<void>((resolve) => {
      mailbox.wake = resolve;
    });
  }
}

function tellEvent({ payload }: WorldEvent, { ink, bot, print }: Following): void {
  const { sender, comment, action } = payload as { sender?: Named; comment?: { body?: string }; action?: string };
  if (sender?.login === undefined || sender.login === bot || comment?.body === undefined) return;
  const verb = action === "created" ? "" : ink.dim(` (${action})`);
  print(`  ${ink.bold(sender.login.padEnd(8))}${comment.body.split("\n").join(`\n${" ".repeat(10)}`)}${verb}`);
}

interface Named {
  readonly login?: string;
}

function tellChanges(stage: DemoStage, views: Map<string, SubjectView>, following: Following): void {
  const before = new Map(views);
  note(stage, views);
  for (const [place, view] of views) {
    const old = before.get(place) ?? blankView(stage.repository.subject(view.number));
    const lines = describeChanges(changesBetween(old, view), following);
    if (lines.length === 0) continue;
    print(following, place, lines);
  }
}

function print({ ink, print: write }: Following, place: string, lines: readonly string[]): void {
  write(`${" ".repeat(10)}${ink.dim(place)}\n${lines.map((line) => `${" ".repeat(12)}${line}`).join("\n")}`);
}

function note({ repository }: DemoStage, views: Map<string, SubjectView>): void {
  for (const number of repository.record.issues.keys()) {
    views.set(`${repository.fullName}#${number}`, viewOf(repository.subject(number)));
  }
}
