import type { ConfigSection } from "../config/section.ts";
import type { GitHub, Reaction, RepoRef } from "../github/github.ts";
import type { Logger } from "../log.ts";
import type { Owners } from "../owners/owners.ts";
import type { CommentEvent, Subject } from "./comment-event.ts";
import type { EventName, Events } from "./events.ts";
import type { ArgumentGrammar } from "./grammar.ts";
import type { Memory } from "./memory.ts";

/** What every handler of a plugin is given. */
export interface PluginContext<Config> {
  readonly repo: RepoRef;
  /** This repository's part of the plugin's section, already checked. */
  readonly config: Config;
  /** Verbs, not routes; bound to the installation, the delivery and the plugin's name. */
  readonly github: GitHub;
  readonly log: Logger;
  readonly memory: Memory;
  /** Fires when the step's time is up or the process stops. */
  readonly signal: AbortSignal;
  /** Unique to this delivery: GitHub's GUID. */
  readonly delivery: string;
  /** `github.link_url` of config.yaml, where links to people and files point. */
  readonly linkUrl: string;
  /** Whether OWNERS count without being collaborators in this repository (`owners.skip_collaborators`). */
  readonly skipCollaborators: boolean;
  /** Owners at the tip of a base branch, collaborators filtered as configured. Loaded once a delivery. */
  owners(baseBranch: string): Promise<Owners>;
  /** Owners at a commit known already, for instance from `pullHistory`. */
  ownersAt(commit: string): Promise<Owners>;
}

export interface EventContext<E extends EventName, Config> extends PluginContext<Config> {
  readonly payload: Events[E];
}

export interface CommandContext<Config> extends PluginContext<Config> {
  readonly comment: CommentEvent;
  readonly subject: Subject;
  /** Login of who wrote the comment. */
  readonly author: string;
  /**
   * Says something to the commenter. Everything said in one step becomes one comment, which names the commenter and
   * quotes the text in a folded part. `message` is Markdown of the plugin's own; put whatever a person wrote through
   * `quoted` (plugin-kit/quoted.ts) first.
   */
  reply(message: string): void;
  /** Answers with a reaction on the comment: one a step, the last one given; costs one request. */
  react(reaction: Reaction): void;
}

/** One use of a command in a comment. */
export interface Call<Args> {
  /** The name that was used, lower-case. */
  readonly name: string;
  readonly args: Args;
  /** The line as written, without its end. */
  readonly text: string;
  /** Counted from 1. */
  readonly line: number;
}

export type Calls<Args> = readonly [Call<Args>, ...Call<Args>[]];

export interface CommandSpec<Args, Config> {
  /** Lower-case names without the slash; compared without case. */
  readonly names: readonly [string, ...string[]];
  readonly args: ArgumentGrammar<Args>;
  readonly description: string;
  /** Each is parsed by a test with this very grammar. */
  readonly examples: readonly [string, ...string[]];
  /** Default: derived from names and grammar. */
  readonly usage?: string;
  readonly featured?: boolean;
  /** Where the command works; elsewhere it is ignored without a word, as Prow does. Default: both. */
  readonly on?: "issue" | "pull";
  /** Whether the thread must be open. Default: any state. */
  readonly state?: "open" | "closed";
  /**
   * The plugin answers to these names beside whichever plugin owns them, and claims none of them: what they mean is the
   * owner's to say. Default: the plugin owns its commands.
   */
  readonly shared?: true;
  /** Who may use it, as help prints it. */
  readonly who: string;
  /** All calls of this command in one text, in order, so that one request can serve them all. */
  run(ctx: CommandContext<Config>, calls: Calls<Args>): Promise<void>;
}

/** A command with its argument type folded away. */
export interface Command<Config> extends Omit<CommandSpec<unknown, Config>, "run"> {
  run(ctx: CommandContext<Config>, calls: Calls<unknown>): Promise<void>;
}

export type Permission =
  | "administration"
  | "checks"
  | "contents"
  | "issues"
  | "members"
  | "metadata"
  | "pull_requests"
  | "statuses";

export interface PluginSpec<Config> {
  /** As in plugins.yaml. */
  readonly name: string;
  /** One sentence for help and docs. */
  readonly summary: string;
  readonly config?: ConfigSection<Config>;
  /** What the plugin's configuration means for one repository, for `/plugin-help`; absent when it has none. */
  describeConfig?(config: Config): string;
  /** GitHub App permissions the plugin needs; `app.yml` and the check at start derive from it. */
  readonly needs: Readonly<Partial<Record<Permission, "read" | "write">>>;
  readonly commands?: (make: {
    command<Args>(spec: CommandSpec<Args, Config>): Command<Config>;
  }) => readonly Command<Config>[];
  readonly on?: { readonly [E in EventName]?: (ctx: EventContext<E, Config>) => Promise<void> };
}

/** What a plugin declares, its configuration type folded away. */
export interface Plugin {
  readonly name: string;
  readonly summary: string;
  readonly config?: ConfigSection<unknown>;
  describeConfig?(config: unknown): string;
  readonly needs: PluginSpec<unknown>["needs"];
  readonly commands: readonly Command<unknown>[];
  readonly on: { readonly [E in EventName]?: (ctx: EventContext<E, unknown>) => Promise<void> };
}

/**
 * Declares a plugin. Help, docs, the command index, `app.yml`'s events and the permission checks derive from what is
 * declared here, so nothing has to be said twice.
 */
export function definePlugin<Config = undefined>(spec: PluginSpec<Config>): Plugin {
  const command = <Args>(one: CommandSpec<Args, Config>) => one as unknown as Command<Config>;
  const commands = spec.commands?.({ command }) ?? [];
  return { ...spec, on: spec.on ?? {}, commands } as unknown as Plugin;
}
