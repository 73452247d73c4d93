import type { Clock } from "../clock.ts";

/** Comments of the bot on one issue or pull request in an hour, all plugins together. */
const MOST_COMMENTS = 20;
const HOUR_MS = 60 * 60_000;
/** So many threads are counted; the one that was quiet longest is forgotten first. */
const MOST_THREADS = 10_000;

/** How much the bot may still say on one issue or pull request. */
export interface ThreadBudget {
  /**
   * Whether the comment may be made. One that may is counted once however often its step runs again. `first`: this is
   * the first one refused since the last one allowed.
   */
  ask(thread: string, comment: string): { readonly allowed: boolean; readonly first: boolean };
}

interface Thread {
  /** When each comment was allowed, by its key. */
  readonly comments: Map<string, number>;
  refusing: boolean;
}

/** Two bots that answer each other would go on for ever: after so many comments in an hour this one falls silent. */
export function createThreadBudget(clock: Clock): ThreadBudget {
  const threads = new Map<string, Thread>();
  return {
    ask(key, comment) {
      const now = clock.now();
      const thread = threads.get(key) ?? { comments: new Map(), refusing: false };
      threads.delete(key);
      threads.set(key, thread);
      const [quietest] = threads.keys();
      if (threads.size > MOST_THREADS && quietest !== undefined) threads.delete(quietest);
      for (const [known, at] of thread.comments) if (now - at >= HOUR_MS) thread.comments.delete(known);
      const allowed = thread.comments.has(comment) || thread.comments.size < MOST_COMMENTS;
      if (allowed && !thread.comments.has(comment)) thread.comments.set(comment, now);
      const first = !allowed && !thread.refusing;
      thread.refusing = !allowed;
      return { allowed, first };
    },
  };
}
