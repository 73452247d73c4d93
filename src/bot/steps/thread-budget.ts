import { createHash } from "node:crypto";
import type { Clock } from "../../clock.ts";
import type { ValueStore } from "./plugin-memory.ts";

/** Comments of the bot on one issue or pull request in an hour, all plugins together. */
const MOST_COMMENTS = 20;
const HOUR_MS = 60 * 60_000;

/** How much the bot may still say on one issue or pull request. */
export interface ThreadBudget {
  /**
   * Whether the comment may be made. One that may is counted once however often its step runs again. `first`: this is
   * the first one refused since the last one allowed.
   */
  ask(thread: string, comment: string): Promise<Verdict>;
}

interface Verdict {
  readonly allowed: boolean;
  readonly first: boolean;
}

interface Thread {
  /** When each comment was allowed, by a hash of its key. */
  readonly comments: Map<string, number>;
  refusing: boolean;
}

/**
 * Two bots that answer each other would go on for ever: after so many comments in an hour this one falls silent. What
 * was said is kept with everything else that outlives a restart, and is on disk no later than the intent to say it.
 */
export function createThreadBudget(values: ValueStore, clock: Clock): ThreadBudget {
  /** Plugins ask side by side; on one thread each waits for the one before to be counted. */
  const asking = new Map<string, Promise<unknown>>();

  async function judge(key: string, comment: string): Promise<Verdict & { readonly kept: Promise<void> }> {
    const now = clock.now();
    const thread = parse(await values.get(key));
    for (const [known, at] of thread.comments) if (now - at >= HOUR_MS) thread.comments.delete(known);
    const id = createHash("sha256").update(comment).digest("base64url").slice(0, 16);
    const isKnown = thread.comments.has(id);
    const allowed = isKnown || thread.comments.size < MOST_COMMENTS;
    const first = !allowed && !thread.refusing;
    if (isKnown && !thread.refusing) return { allowed, first, kept: Promise.resolve() };
    if (allowed) thread.comments.set(id, thread.comments.get(id) ?? now);
    const changed = allowed || first;
    thread.refusing = !allowed;
    return { allowed, first, kept: changed ? values.set(key, write(thread), now + HOUR_MS) : Promise.resolve() };
  }

  return {
    async ask(thread, comment) {
      const key = `thread-budget ${thread}`;
      const before = asking.get(key) ?? Promise.resolve();
      const judged = before.then(() => judge(key, comment));
      // A write that fails is not worth failing the comment: the intent, which comes next, needs the same store.
      const kept = judged.then((verdict) => verdict.kept).catch(() => undefined);
      asking.set(key, kept);
      void kept.then(() => asking.get(key) === kept && asking.delete(key));
      const { allowed, first } = await judged;
      return { allowed, first };
    },
  };
}

function write({ comments, refusing }: Thread): string {
  return JSON.stringify({ comments: [...comments], refusing });
}

function parse(text: string | undefined): Thread {
  try {
    const { comments, refusing } = JSON.parse(text ?? "{}") as { comments?: [string, number][]; refusing?: boolean };
    return { comments: new Map(comments), refusing: refusing === true };
  } catch {
    // A value nobody can read is no reason to fall silent.
    return { comments: new Map(), refusing: false };
  }
}
