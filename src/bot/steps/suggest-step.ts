import type { Configuration } from "../../config/configuration.ts";
import type { CommentEvent } from "../../plugin-kit/comment-event.ts";
import { quoted } from "../../plugin-kit/quoted.ts";
import { sameAccount } from "../../plugin-kit/same-account.ts";
import type { ScannedLine } from "../../plugin-kit/scan-commands.ts";
import type { EnabledPlugins, Registry } from "../registry.ts";
import { deliverAnswers, type StepDelivery, type StepRun } from "./run-step.ts";
import { type Suggestion, suggestCommand } from "./suggest-command.ts";

export interface SuggestionInput {
  readonly comment: CommentEvent | undefined;
  /** The obeyed lines: none of bots. */
  readonly lines: readonly ScannedLine[];
  readonly enabled: EnabledPlugins;
  readonly registry: Registry;
  readonly configuration: Configuration;
}

/** What a new text probably meant; a command that exists but is not enabled here is no slip. */
export function planSuggestion(input: SuggestionInput): Suggestion | undefined {
  const { comment, lines, enabled, registry, configuration } = input;
  if (comment?.action !== "created" || lines.length === 0 || configuration.suggestCommands === false) return undefined;
  const known = registry.commandNames;
  const foreign = configuration.foreignCommands;
  const unknown = lines.filter(({ name }) => !known.has(name) && !foreign.has(name));
  return suggestCommand(unknown, [...enabled.commands.keys(), ...enabled.sharers.keys()]);
}

/** Replies with the near command to the subject's author and to members of the organisation, to nobody else. */
export async function postSuggestion(suggestion: Suggestion, delivery: StepDelivery, run: StepRun): Promise<void> {
  const { comment } = delivery;
  if (comment === undefined || !(await run.mayCommand())) return;
  const { author, subject } = comment;
  if (!sameAccount(author, subject.author) && !(await run.github.isMember(author.login))) return;
  const message = `I do not know ${quoted(`/${suggestion.written}`)}. Did you mean ${quoted(`/${suggestion.meant}`)}?`;
  await deliverAnswers({ messages: [message] }, delivery, run);
}
