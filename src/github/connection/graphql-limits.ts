import type { Clock } from "../../clock.ts";
import type { Send } from "../ask.ts";
import { refusalOf } from "../refusal-of.ts";

/** GraphQL tells of an exhausted limit with status 200; seen here, it silences the installation like any other. */
export function graphqlLimits(next: Send, clock: Clock): Send {
  return async (ask) => {
    const answer = await next(ask);
    if (ask.route !== "POST /graphql" || !isLimited(answer.data)) return answer;
    const message = "GraphQL rate limit exceeded";
    throw refusalOf({ route: ask.route, status: 429, headers: answer.headers, message, now: clock.now() });
  };
}

function isLimited(data: unknown): boolean {
  if (typeof data !== "object" || data === null || !("errors" in data) || !Array.isArray(data.errors)) return false;
  return data.errors.some((error: { type?: unknown; message?: unknown } | null) => {
    const type = String(error?.type ?? "");
    return type === "RATE_LIMITED" || type === "RATE_LIMIT" || /rate limit/i.test(String(error?.message ?? ""));
  });
}
