import { createDispatcher, type DispatcherOptions } from "../bot/dispatch.ts";
import type { GitHubConnections } from "../github/github-app.ts";
import { type DeliveryHandler, StepFailures } from "../inbox/inbox.ts";
import { createOwnersLoader } from "../owners/load-owners.ts";

export interface ConnectBotOptions extends Omit<DispatcherOptions, "connections" | "loadOwners"> {
  readonly github: GitHubConnections;
}

/** Joins the rooms that make a stored delivery into effects: the inbox's handler, the bot, GitHub and OWNERS. */
export function connectBot(options: ConnectBotOptions): DeliveryHandler {
  const { log } = options;
  const owners = createOwnersLoader({});
  const dispatch = createDispatcher({
    ...options,
    connections: options.github,
    loadOwners: ({ github, commit, settings }) => owners.load(github, commit, { settings, log }),
  });
  return async (delivery, run) => {
    const { failures, ignored } = await dispatch(delivery, run);
    if (ignored !== undefined) log.debug({ delivery: delivery.guid, event: delivery.event, ignored }, "nothing to do");
    if (failures.length > 0) throw new StepFailures(failures);
  };
}
