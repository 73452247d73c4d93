import type { Clock } from "../clock.ts";
import type { ConfigurationSource } from "../config/configuration.ts";
import { carriesCommentMarker } from "../github/verbs/comment-text.ts";
import type { ScannedLine } from "../plugin-kit/scan-commands.ts";
import type { DeliveryConnection, GitHubConnections, LoadOwners } from "./connections.ts";
import type { Delivery, DispatchRun } from "./delivery.ts";
import { createDeliveryOwners } from "./delivery-owners.ts";
import { commentFromEvent } from "./events/comment-from-event.ts";
import type { BotEvent } from "./events/decode-event.ts";
import { subjectOf } from "./events/event-subject.ts";
import { eventTime } from "./events/event-time.ts";
import { payloadState } from "./events/payload-state.ts";
import { repoOf } from "./events/repo-of.ts";
import { type ObeyedBots, obeyedLines } from "./obeyed-lines.ts";
import { once } from "./once.ts";
import { pluginMemory, type ValueStore } from "./steps/plugin-memory.ts";
import type { StepDelivery } from "./steps/run-step.ts";
import { guardText, type TextGuard, type TextGuardOptions } from "./text-guard.ts";

export interface DeskOptions extends TextGuardOptions {
  readonly configuration: ConfigurationSource;
  readonly connections: GitHubConnections;
  readonly loadOwners: LoadOwners;
  /** Where plugins' memories and the texts that were obeyed are kept. */
  readonly values: ValueStore;
  readonly clock: Clock;
  /** Bots, lower-cased, whose commands are obeyed all the same; the bot itself may be among them. */
  readonly obeyedBots?: ObeyedBots;
  /** The bot speaks with a person's token: what that person writes is obeyed, what the bot wrote is not. */
  readonly sharesAccount?: boolean;
}

/** Everything one delivery's steps work with. */
export interface Desk extends TextGuard {
  readonly run: DispatchRun;
  readonly context: StepDelivery;
  readonly lines: readonly ScannedLine[];
  readonly connection: DeliveryConnection;
  /** When we can have heard of the event at the latest, in milliseconds since the epoch: GitHub's clock may be behind ours. */
  readonly heardAt: number;
  readonly mayCommand: () => Promise<boolean>;
}

export interface Arrived {
  readonly delivery: Delivery;
  readonly run: DispatchRun;
  readonly event: BotEvent;
}

/** Lays out what a delivery's steps share; asks nobody anything yet. */
export function openDesk(options: DeskOptions, { delivery, run, event }: Arrived): Desk {
  const configuration = options.configuration.current();
  const { repository } = event.payload;
  const repo = repoOf(repository);
  const eventAt = eventTime(event);
  const connection = connect(options.connections, { delivery, run, event }, eventAt);
  const github = connection.forPlugin("owners", run.signal);
  const comment = commentFromEvent(event);
  const owners = createDeliveryOwners({ github, settings: configuration.ownersFor(repo), load: options.loadOwners });
  const obeyed = options.obeyedBots ?? new Set();
  const lines = obeyedLines(event, comment, obeyed);
  return {
    run,
    heardAt: Math.max(eventAt ?? 0, delivery.receivedAt),
    connection,
    context: {
      ...{ delivery: delivery.guid, repo, configuration, owners, event, comment, subject: subjectOf(event) },
      memoryOf: (plugin) => pluginMemory({ ...options, repository: repository.id, plugin }),
    },
    lines,
    ...guardText(options, { delivery, event, comment, lines }),
    mayCommand: once(async () => {
      if (options.sharesAccount) return !carriesCommentMarker(comment?.body ?? "");
      const login = comment?.author.login.toLowerCase();
      return login === undefined || obeyed.has(login) || login !== (await github.botLogin()).toLowerCase();
    }),
  };
}

function connect(connections: GitHubConnections, { delivery, run, event }: Arrived, eventAt: number | undefined) {
  const { repository, installation } = event.payload;
  return connections.forDelivery({
    delivery: delivery.guid,
    repo: repoOf(repository),
    ...(installation === undefined ? {} : { installation: installation.id }),
    receivedAt: delivery.receivedAt,
    ...(eventAt === undefined ? {} : { eventAt }),
    payload: payloadState(event),
    signal: run.signal,
  });
}
