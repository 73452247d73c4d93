import { GitHubError } from "../../github/github-error.ts";
import type { Logger } from "../../log.ts";
import type { BotEvent } from "../events/decode-event.ts";
import { isBug, type StepFailure } from "./step-failure.ts";

/** Says what went wrong with a step, at the edge and nowhere else. */
export interface FailureLog {
  report(log: Logger, failure: StepFailure, event: BotEvent): void;
}

/** So many installations are told of a missing permission before the list starts anew. */
const MOST_TOLD = 10_000;

/**
 * Bugs come with their stack, GitHub's refusals as a warning, and a missing permission once for each installation,
 * with the page where it is granted.
 */
export function createFailureLog(): FailureLog {
  const told = new Set<string>();
  return {
    report(log, failure, event) {
      const { cause, reason, advice } = failure;
      if (isBug(cause)) return log.error({ err: cause, advice }, "a plugin failed: this is a bug");
      if (!isMissingPermission(cause)) return log.warn({ reason, advice }, "a step did not end");
      const key = String(event.payload.installation?.id ?? event.payload.repository.owner.login);
      if (told.has(key)) return log.debug({ reason }, "a permission is missing");
      if (told.size >= MOST_TOLD) told.clear();
      told.add(key);
      return log.error({ reason, grant: permissionPage(event) }, "a permission is missing: grant it on the page named");
    },
  };
}

function isMissingPermission(cause: unknown): boolean {
  return cause instanceof GitHubError && cause.refusal === "forbidden";
}

/** Where the owner of an installation accepts new permissions, as a path on GitHub's host. */
function permissionPage({ payload }: BotEvent): string {
  const { owner } = payload.repository;
  const page =
    payload.installation === undefined ? "settings/installations" : `settings/installations/${payload.installation.id}`;
  return owner.type === "Organization" ? `/organizations/${owner.login}/${page}` : `/${page}`;
}
