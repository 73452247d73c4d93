import { type Answer, type Ask, keyOf, type Send } from "../ask.ts";
import { networkError } from "../refusal-of.ts";
import { untilAborted } from "../sleep.ts";
import type { Counting } from "./count-requests.ts";

interface Running {
  readonly answer: Promise<Answer>;
  readonly startedAt: number;
}

/**
 * Equal reads at once become one request. A read never joins one that started before its delivery arrived, nor one
 * that started before a write of ours ended, so nobody is handed a state older than what they know.
 */
export function coalesceReads(next: Send, counting: Counting): Send {
  const running = new Map<string, Running>();
  return (ask) => (ask.route.startsWith("GET ") ? read(next, running, { ask, counting }) : write(next, running, ask));
}

async function write(next: Send, running: Map<string, Running>, ask: Ask): Promise<Answer> {
  try {
    return await next(ask);
  } finally {
    if (ask.route !== "POST /graphql") running.clear();
  }
}

async function read(
  next: Send,
  running: Map<string, Running>,
  { ask, counting }: { readonly ask: Ask; readonly counting: Counting },
): Promise<Answer> {
  const key = keyOf(ask);
  const known = running.get(key);
  const joins = known !== undefined && known.startedAt >= (ask.notBefore ?? 0);
  const { answer } = joins ? known : start(next, running, { ask, key, now: counting.clock.now() });
  if (joins) tellCoalesced(ask, counting);
  try {
    return await untilAborted(answer, ask.signal);
  } catch (error) {
    throw error === ask.signal?.reason ? networkError(ask.route, error) : error;
  }
}

/** The shared request belongs to nobody in particular, so nobody's signal ends it; it has its own time limit. */
function start(
  next: Send,
  running: Map<string, Running>,
  { ask, key, now }: { readonly ask: Ask; readonly key: string; readonly now: number },
): Running {
  const { signal: _, ...shared } = ask;
  const begun: Running = { answer: next(shared), startedAt: now };
  running.set(key, begun);
  const forget = () => {
    if (running.get(key) === begun) running.delete(key);
  };
  begun.answer.then(forget, forget);
  return begun;
}

function tellCoalesced(ask: Ask, { observe, installation }: Counting): void {
  observe({ route: ask.route, plugin: ask.plugin, status: 0, outcome: "coalesced", ms: 0, installation });
}
