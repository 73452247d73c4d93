import { excerpt } from "../log.ts";
import { GitHubError, type Refusal } from "./github-error.ts";

/** What is known of an answer that was not a success. */
export interface Refused {
  readonly route: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** GitHub's own words. */
  readonly message: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Sorts a refusal by what it asks of us; a 403 alone can be a limit, a permission, a suspension or single sign-on. */
export function refusalOf(refused: Refused): GitHubError {
  const refusal = classify(refused);
  const retryAfter = refusal === "rate-limit" ? waitOf(refused) : undefined;
  return new GitHubError(`${refused.route} answered ${refused.status}: ${oneLine(refused.message)}`, {
    route: refused.route,
    status: refused.status,
    refusal,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

const byStatus: ReadonlyMap<number, Refusal> = new Map([
  [401, "unauthorized"],
  [404, "not-found"],
  [408, "server"],
  [409, "conflict"],
  [410, "gone"],
  [451, "forbidden"],
]);

function classify(refused: Refused): Refusal {
  const { status } = refused;
  if (status === 429) return "rate-limit";
  if (status === 403) return classifyForbidden(refused);
  if (status >= 500 || status < 400) return "server";
  return byStatus.get(status) ?? "invalid";
}

function classifyForbidden({ headers, message }: Refused): Refusal {
  if (headers["retry-after"] !== undefined || headers["x-ratelimit-remaining"] === "0") return "rate-limit";
  if (/secondary rate|rate limit exceeded|abuse detection/i.test(message)) return "rate-limit";
  return /suspended/i.test(message) ? "suspended" : "forbidden";
}

/** Milliseconds GitHub asks for; undefined when it names no time. */
function waitOf({ headers, now: ours }: Refused): number | undefined {
  // GitHub names moments by its own clock, which it tells along with them.
  const now = Date.parse(headers.date ?? "") || ours;
  const after = headers["retry-after"];
  if (after !== undefined) {
    const ms = /^\d+$/.test(after) ? Number(after) * 1000 : Date.parse(after) - now;
    if (Number.isFinite(ms)) return Math.max(ms, 1000);
  }
  const reset = Number(headers["x-ratelimit-reset"]);
  if (headers["x-ratelimit-remaining"] !== "0" || !Number.isFinite(reset)) return undefined;
  return Math.max(reset * 1000 - now, 0) + 1000;
}

/** The request may or may not have reached GitHub. `cause` keeps only the system's error code and sentence. */
export function networkError(route: string, cause: unknown): GitHubError {
  const reason = cause instanceof Error ? oneLine(cause.message) : "no answer";
  const kept = Object.assign(new Error(reason), { code: codeOf(cause) });
  return new GitHubError(`${route} got no answer: ${reason}`, { route, status: 0, refusal: "network", cause: kept });
}

/** An answer that cannot be read, such as JSON cut short: asking again may help. */
export function unreadable(route: string, status: number, what: string): GitHubError {
  return new GitHubError(`${route} answered ${status} with ${what}`, { route, status, refusal: "server" });
}

const neverSent: ReadonlySet<unknown> = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Whether GitHub may have done what was asked although it did not say so. */
export function outcomeUnknown(error: unknown): boolean {
  if (!(error instanceof GitHubError)) return true;
  if (error.refusal === "server") return true;
  return error.refusal === "network" && !neverSent.has(codeOf(error.cause));
}

function codeOf(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  if ("code" in error && error.code !== undefined) return error.code;
  return codeOf(error.cause);
}

/** Someone else's sentence, fit for a log: no credentials, one line, not long. */
function oneLine(text: string): string {
  return excerpt(text.replace(/[\r\n]+/g, " "), 300);
}
