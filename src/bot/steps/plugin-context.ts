import type { Configuration } from "../../config/configuration.ts";
import type { GitHub, Reaction, RepoRef } from "../../github/github.ts";
import type { Logger } from "../../log.ts";
import type { CommentEvent } from "../../plugin-kit/comment-event.ts";
import type { CommandContext, Plugin, PluginContext } from "../../plugin-kit/define-plugin.ts";
import type { Memory } from "../../plugin-kit/memory.ts";
import type { DeliveryOwners } from "../delivery-owners.ts";

/** What all steps of one delivery share. */
export interface DeliveryContext {
  readonly delivery: string;
  readonly repo: RepoRef;
  /** The configuration the delivery started with. */
  readonly configuration: Configuration;
  readonly owners: DeliveryOwners;
  readonly memoryOf: (plugin: string) => Memory;
}

export interface StepTools {
  readonly plugin: Plugin;
  readonly github: GitHub;
  readonly log: Logger;
  readonly signal: AbortSignal;
}

/** What the commands of one step said. */
export interface Answers {
  readonly messages: string[];
  reaction?: Reaction;
}

/** A plugin's view of a delivery, with its own part of the configuration. */
export function pluginContext(shared: DeliveryContext, tools: StepTools): PluginContext<unknown> {
  const { configuration, repo, owners } = shared;
  const { plugin, github, log, signal } = tools;
  const settings = configuration.ownersFor(repo);
  return {
    repo,
    config: plugin.config?.resolve(configuration.section(plugin.config.key), repo),
    github,
    log,
    memory: shared.memoryOf(plugin.name),
    signal,
    delivery: shared.delivery,
    linkUrl: configuration.linkUrl,
    skipCollaborators: settings.skipCollaborators,
    owners: owners.atBranch,
    ownersAt: owners.atCommit,
  };
}

/** The same, for a command; what it says is collected in `answers`. */
export function commandContext(
  base: PluginContext<unknown>,
  comment: CommentEvent,
  answers: Answers,
): CommandContext<unknown> {
  return {
    ...base,
    comment,
    subject: comment.subject,
    author: comment.author.login,
    reply: (message) => void answers.messages.push(message),
    react: (reaction) => {
      answers.reaction = reaction;
    },
  };
}
