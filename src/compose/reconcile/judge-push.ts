import { pluginMemory } from "../../bot/steps/plugin-memory.ts";
import type { Clock } from "../../clock.ts";
import type { RepoRef } from "../../github/github.ts";
import type { GitHubConnections } from "../../github/github-app.ts";
import type { OpenPull } from "../../github/survey.ts";
import type { KeyValueStore } from "../../inbox/inbox.ts";
import type { Logger } from "../../log.ts";
import { lastGrant } from "../../plugins/lgtm/grant.ts";
import { LGTM_LABEL } from "../../plugins/lgtm/messages.ts";
import type { MissedEvent } from "./missed-event.ts";

export interface JudgeOptions {
  readonly github: Pick<GitHubConnections, "app" | "survey">;
  readonly values: KeyValueStore;
  readonly clock: Clock;
  readonly log: Logger;
}

export interface UnheardPush {
  readonly repo: RepoRef;
  readonly installation: number | undefined;
  readonly pull: OpenPull;
  readonly before: string | undefined;
}

/** Longest that the bot may take to obey a word: so much older than its label can an lgtm be. */
const LATE_MS = 24 * 60 * 60_000;

/**
 * Tells what to make of a head that nobody heard of. An lgtm that was given after the push stays; without knowing when
 * the push was, or when lgtm was given, it goes, because code that nobody looked at must not pass.
 */
export async function judgePush(options: JudgeOptions, push: UnheardPush): Promise<MissedEvent> {
  const { pull, before } = push;
  const synchronize = { action: "synchronize", at: pull.updatedAt, before } as const;
  if (!pull.labels.some((label) => label.toLowerCase() === LGTM_LABEL)) return synchronize;
  const pushed = await pushTime(options, push);
  if (pushed === undefined) {
    const { repo, pull: about } = push;
    const place = { repo: `${repo.owner}/${repo.name}`, number: about.number };
    options.log.info(place, "when the unheard push was is not known, so lgtm counts as older");
    return synchronize;
  }
  const younger = await isYounger(options, push, pushed);
  // To the plugins that do not keep lgtm, an opening again and a push ask for the same.
  return { action: younger ? "reopened" : "synchronize", at: pushed, before };
}

function pushTime({ github }: JudgeOptions, { pull, installation }: UnheardPush): Promise<number | undefined> {
  if (pull.head === undefined) return Promise.resolve(undefined);
  const { repo, branch } = pull.head;
  return github.survey.pushedAt(installation, repo, { branch, sha: pull.headSha });
}

/** Where the plugin remembers who gave lgtm and when, it judges by itself. */
async function isYounger(
  options: JudgeOptions,
  { pull, repo, installation }: UnheardPush,
  pushed: number,
): Promise<boolean> {
  const { github } = options;
  const memory = pluginMemory({ ...options, repository: pull.repositoryId, plugin: "lgtm" });
  if ((await lastGrant(memory, pull.number)) !== undefined) return false;
  const label = { number: pull.number, name: LGTM_LABEL };
  const placed = await github.survey.labelPlaced(installation, repo, label);
  if (placed === undefined) return false;
  const { slug } = await github.app();
  const byBot = [slug, `${slug}[bot]`].some((login) => login.toLowerCase() === placed.by.toLowerCase());
  return placed.at > pushed + (byBot ? LATE_MS : 0);
}
