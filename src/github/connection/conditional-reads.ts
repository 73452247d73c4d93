import { type Answer, keyOf, type Send } from "../ask.ts";
import type { ByteLru } from "../cache/byte-lru.ts";

/** An answer GitHub gave together with its ETag. */
export interface Tagged {
  readonly etag: string;
  readonly answer: Answer;
}

/** Git objects never change; they are kept by id elsewhere. */
const immutable = /\/git\/(?:trees|blobs|commits)\//;

/**
 * Asks GitHub only whether what we hold is still true; a 304 does not count against the primary limit. `tenant` keeps
 * one installation's answers from another's.
 */
export function conditionalReads(next: Send, cache: ByteLru<Tagged>, tenant: string): Send {
  return async (ask) => {
    if (!ask.route.startsWith("GET ") || immutable.test(ask.route)) return next(ask);
    const key = `${tenant} ${keyOf(ask)}`;
    const known = cache.get(key);
    if (!known) return remember(cache, key, await next(ask));
    const answer = await next({ ...ask, headers: { ...ask.headers, "if-none-match": known.etag } });
    return answer.status === 304 ? asOfNow(known.answer, answer) : remember(cache, key, answer);
  };
}

/** What is still true was said just now: whoever reads GitHub's clock off an answer must not read an old one, or none. */
function asOfNow({ headers, ...known }: Answer, { headers: { date } }: Answer): Answer {
  return { ...known, headers: { ...headers, date } };
}

function remember(cache: ByteLru<Tagged>, key: string, answer: Answer): Answer {
  const { etag } = answer.headers;
  if (etag === undefined || answer.status !== 200) return answer;
  const kept: Answer = { status: 200, headers: { link: answer.headers.link }, data: answer.data };
  cache.set(key, { etag, answer: kept }, sizeOf(answer));
  return answer;
}

function sizeOf({ headers, data }: Answer): number {
  const length = Number(headers["content-length"]);
  return length > 0 && headers["content-encoding"] === undefined ? length : JSON.stringify(data).length;
}
