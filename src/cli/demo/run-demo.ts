import type { Plugin } from "../../plugin-kit/define-plugin.ts";
import type { SubjectHandle } from "../../sandbox/state/subject-handle.ts";
import { createInk } from "../ink.ts";
import { type DemoStage, openDemoStage } from "./demo-stage.ts";
import { demoSummary } from "./demo-summary.ts";
import type { Describing } from "./describe-changes.ts";
import { followEvents } from "./follow-events.ts";
import { botLogin, type Played, playStep } from "./play-step.ts";
import type { Scene } from "./scene.ts";
import { scenes as allScenes } from "./scenes.ts";
import { tellPlace, tellStep } from "./tell-step.ts";

export interface DemoOptions {
  readonly print: (text: string) => void;
  readonly colours: boolean;
  /** Milliseconds added to every request to GitHub. */
  readonly latency?: number;
  /** Keeps everything running after the script, until `stop` fires. */
  readonly stay?: boolean;
  /** Ends the demo early; what it started is put away all the same. */
  readonly stop?: AbortSignal;
  /** How the command line is run, for the example. */
  readonly commandLine?: string;
  readonly scenes?: readonly Scene[];
  readonly plugins?: readonly Plugin[];
}

const INTRODUCTION = `Bowsprit at work, on this machine alone. What people do reaches the bot as signed webhooks, as from GitHub;
below each step stands what the bot then changed, what it said, and what that cost.
In harbour/boats, OWNERS name mara for everything, rita for hull/, theo and dora for charts/. sam, nils and eva are guests.
`;

/** Plays the demo and answers its exit code: 0, or 1 when a step did not lead to what it must or the script was cut. */
export async function runDemo(options: DemoOptions): Promise<0 | 1> {
  const stage = await openDemoStage(options);
  try {
    const how = { ink: createInk(options.colours), bot: botLogin(stage) };
    options.print(INTRODUCTION);
    options.print(how.ink.dim(`A GitHub in a box at ${stage.sandbox.url}, the bot at ${stage.botUrl}\n`));
    const played = await playScenes(stage, options, how);
    if (played === undefined || played.some(({ missing }) => missing.length > 0)) return 1;
    options.print(demoSummary({ played, deliveries: stage.sandbox.hooks.log, ink: how.ink }));
    const { stop = new AbortController().signal } = options;
    if (options.stay) await stay(stage, { ...options, ...how, signal: stop });
    else options.print(tellNext(options));
    return 0;
  } finally {
    await stage.close();
  }
}

/** Undefined when it was stopped before the end. */
async function playScenes(
  stage: DemoStage,
  options: DemoOptions,
  how: Describing,
): Promise<readonly Played[] | undefined> {
  const all: Played[] = [];
  for (const { steps } of options.scenes ?? allScenes) {
    let subject: SubjectHandle | undefined;
    for (const step of steps) {
      if (options.stop?.aborted) return undefined;
      const played = await playStep(stage, step, subject);
      all.push(played);
      if (subject === undefined) options.print(tellPlace(played.subject, how));
      subject = played.subject;
      options.print(tellStep(played, how));
      if (played.missing.length === 0) continue;
      tellFailure(stage, options);
      return all;
    }
    options.print("");
  }
  return all;
}

function tellFailure({ complaints }: DemoStage, { print }: DemoOptions): void {
  print("\nThe demo stops here: a step did not lead to what was expected of it.");
  for (const line of complaints.slice(-5)) print(`  the bot logged: ${line}`);
}

function tellNext({ commandLine = "bowsprit" }: DemoOptions): string {
  return `
Try it yourself:  ${commandLine} demo --stay
On your GitHub:   ${commandLine} serve  (its first page creates your GitHub App)`;
}

async function stay(
  stage: DemoStage,
  options: Describing & { print: (text: string) => void; signal: AbortSignal; commandLine?: string },
): Promise<void> {
  const { print, commandLine = "bowsprit" } = options;
  const { url } = stage.sandbox;
  print(`
The demo keeps running; Ctrl+C ends it.
  sandbox API    ${url} (${url}/_sandbox/state shows all there is)
  sandbox pages  ${url}/${stage.repository.fullName} (its pull requests and issues, to read)
  bot            ${stage.botUrl} (what it offers, and its state)
  commands page  ${stage.botUrl}/commands

Write a comment from another terminal, as rita, mara, otto, theo, dora, sam, nils or eva:
  ${commandLine} comment ${stage.repository.fullName}#1 "/lgtm" --as rita --api ${url}

What happens now:`);
  await followEvents(stage, options);
  print("\nStopping.");
}
