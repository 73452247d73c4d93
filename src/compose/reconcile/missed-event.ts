import type { OpenPull } from "../../github/survey.ts";

/** What the bot takes to have happened without its hearing of it. */
export interface MissedEvent {
  readonly action: "opened" | "reopened" | "synchronize";
  /** When it happened at the latest, in milliseconds since the epoch. */
  readonly at: number;
  /** The head it knew before. */
  readonly before: string | undefined;
}

/** The hook of deliveries that the bot makes up itself. */
export const RECONCILE_HOOK = "reconcile";

/** The same for the same change, so that it runs at most once. */
export function missedGuid({ repositoryId, number, headSha }: OpenPull, before: string | undefined): string {
  const from = before === undefined ? "" : `-${before.slice(0, 8)}`;
  return `reconcile-${repositoryId}-${number}${from}-${headSha}`;
}

/** The webhook GitHub would have sent, as far as a list of pull requests tells. */
export function missedBody(
  pull: OpenPull,
  { action, at, before }: MissedEvent,
  installation: number | undefined,
): Buffer {
  const { raw } = pull;
  const { base, user } = raw as { base: { repo: unknown }; user: unknown };
  return Buffer.from(
    JSON.stringify({
      action,
      number: pull.number,
      pull_request: { ...raw, draft: raw.draft ?? false, merged: false, updated_at: isoTime(at) },
      ...(action === "synchronize" && before !== undefined ? { before, after: pull.headSha } : {}),
      repository: base.repo,
      // Who pushed is not known; the author is who it is about.
      sender: user ?? { login: "ghost", id: 10137, type: "User" },
      ...(installation === undefined ? {} : { installation: { id: installation } }),
    }),
  );
}

/** As GitHub writes it, in whole seconds. */
function isoTime(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}
