import type { Call, Calls, Command, Plugin } from "../../plugin-kit/define-plugin.ts";
import type { ScannedLine } from "../../plugin-kit/scan-commands.ts";
import type { BotEvent } from "../events/decode-event.ts";
import type { EventSubject } from "../events/event-subject.ts";
import { lineKey } from "../obeyed-lines.ts";
import { answering, type EnabledPlugins, type OwnedCommand } from "../registry.ts";

/** All calls of one command in a text. */
export interface CommandCalls {
  readonly command: Command<unknown>;
  readonly calls: Calls<unknown>;
}

/** What one plugin does for one delivery: its event handler first, then its commands. */
export interface PlannedStep {
  readonly plugin: Plugin;
  readonly handlesEvent: boolean;
  /** In the order in which the plugin declares them, so that what runs first does not depend on the writer. */
  readonly commands: readonly CommandCalls[];
  /** Thrown by a grammar of the plugin: its step fails, the others run. */
  readonly broken?: { readonly cause: unknown };
}

export interface PlanInput {
  readonly event: BotEvent;
  readonly enabled: EnabledPlugins;
  /** The lines of the text that are obeyed. */
  readonly lines: readonly ScannedLine[];
  readonly subject: EventSubject | undefined;
}

/** Different calls of one text that run; the others are dropped, so that a comment cannot be made of thousands. */
const MOST_CALLS = 10;

/** The steps of a delivery in the order of the configuration; plugins without anything to do have none. */
export function planSteps(input: PlanInput): readonly PlannedStep[] {
  const found = collectCalls(input);
  const steps: PlannedStep[] = [];
  for (const plugin of input.enabled.plugins) {
    const handlesEvent = plugin.on[input.event.name] !== undefined;
    const calls = found.calls.get(plugin);
    const commands = plugin.commands.flatMap((command) => commandCalls(command, calls?.get(command) ?? []));
    const broken = found.broken.get(plugin);
    if (!handlesEvent && commands.length === 0 && broken === undefined) continue;
    steps.push({ plugin, handlesEvent, commands, ...(broken === undefined ? {} : { broken }) });
  }
  return steps;
}

interface FoundCalls {
  readonly calls: Map<Plugin, Map<Command<unknown>, Call<unknown>[]>>;
  readonly broken: Map<Plugin, { readonly cause: unknown }>;
}

function collectCalls({ enabled, lines, subject }: PlanInput): FoundCalls {
  const found: FoundCalls = { calls: new Map(), broken: new Map() };
  let count = 0;
  for (const line of lastOfEach(lines)) {
    if (count >= MOST_CALLS) break;
    const takers = answering(enabled, line.name).filter(({ command }) => applies(command, subject));
    const taken = takers.filter((taker) => offer(found, taker, line));
    if (taken.length > 0) count += 1;
  }
  return found;
}

/** Whether the line is a call of the command. */
function offer(found: FoundCalls, taker: OwnedCommand, line: ScannedLine): boolean {
  try {
    const args = taker.command.args.parse(line.text);
    if (args === undefined) return false;
    addCall(found, taker, { name: line.name, args, text: line.raw, line: line.line });
    return true;
  } catch (cause) {
    // A grammar that throws is its plugin's bug: reported with that plugin's step.
    found.broken.set(taker.plugin, { cause });
    return false;
  }
}

/** The same line twice is one call, at its last place: to set, unset and set again is to set. */
function lastOfEach(lines: readonly ScannedLine[]): readonly ScannedLine[] {
  const last = new Map(lines.map((line) => [lineKey(line), line]));
  return lines.filter((line) => last.get(lineKey(line)) === line);
}

/** A command used where it does not work is ignored without a word, as Prow does. */
function applies(command: Command<unknown>, subject: EventSubject | undefined): boolean {
  if (subject === undefined) return false;
  const kind = subject.isPull ? "pull" : "issue";
  return (command.on ?? kind) === kind && (command.state ?? subject.state) === subject.state;
}

function addCall(found: FoundCalls, owner: OwnedCommand, call: Call<unknown>): void {
  const commands = found.calls.get(owner.plugin) ?? new Map<Command<unknown>, Call<unknown>[]>();
  found.calls.set(owner.plugin, commands);
  const calls = commands.get(owner.command);
  if (calls === undefined) commands.set(owner.command, [call]);
  else calls.push(call);
}

function commandCalls(command: Command<unknown>, calls: readonly Call<unknown>[]): readonly CommandCalls[] {
  const [first, ...rest] = calls;
  return first === undefined ? [] : [{ command, calls: [first, ...rest] }];
}
