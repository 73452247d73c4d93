import type { Fault } from "./faults.ts";
import type { Reply } from "./reply.ts";

const SECONDARY =
  "You have exceeded a secondary rate limit. Please wait a few minutes before you try again. If you reach out to GitHub Support for help, please include the request ID.";

/** The answer a fault gives in place of the true one. */
export function faultReply(fault: Fault, now: number): Reply {
  switch (fault.kind) {
    case "status":
      return {
        status: fault.status,
        body: { message: fault.message ?? wordsOf(fault.status), documentation_url: "https://docs.github.com/rest" },
        headers: fault.headers ?? {},
      };
    case "html":
      return {
        status: fault.status ?? 502,
        body: "<html><head><title>502 Bad Gateway</title></head><body><h1>Unicorn!</h1></body></html>",
        headers: { "content-type": "text/html" },
      };
    case "secondary-limit":
      return limitReply(SECONDARY, fault.retryAfter, fault.status);
    case "primary-limit":
      return primaryReply(fault, now);
    default:
      return { status: 200 };
  }
}

/** A secondary limit's refusal; without seconds it does not say when to come back. */
export function limitReply(reason: string, retryAfter?: number, status: 403 | 429 = 403): Reply {
  const message = reason === SECONDARY ? SECONDARY : `${SECONDARY} (${reason})`;
  const body = {
    message,
    documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits",
  };
  return { status, body, headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) } };
}

function primaryReply(fault: Extract<Fault, { kind: "primary-limit" }>, now: number): Reply {
  const headers = { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.ceil(now / 1000) + fault.resetIn) };
  const body = {
    message: "API rate limit exceeded for installation.",
    documentation_url: "https://docs.github.com/rest/overview/rate-limits-for-the-rest-api",
  };
  return { status: fault.status ?? 403, body, headers };
}

function wordsOf(status: number): string {
  const words: Record<number, string> = {
    401: "Bad credentials",
    403: "Forbidden",
    404: "Not Found",
    429: "Too Many Requests",
  };
  return words[status] ?? (status >= 500 ? "Server Error" : "Refused");
}
