import type { Octokit } from "@octokit/core";
import type { Clock } from "../../clock.ts";
import type { Answer, Ask } from "../ask.ts";
import type { GitHubError } from "../github-error.ts";
import { networkError, refusalOf, unreadable } from "../refusal-of.ts";
import { type Deadline, deadline } from "./deadline.ts";

export interface TransportOptions {
  readonly octokit: Octokit;
  readonly apiUrl: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Sends one request and reads its answer; `authorization` is absent where the Octokit has its own. */
export type Transport = (ask: Ask, authorization?: string) => Promise<Answer>;

interface Hop {
  readonly ask: Ask;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly limit: Deadline;
}

const maxRedirects = 3;

/** Each request ends within `timeoutMs`; redirects keep their method and stay on GitHub's host. */
export function octokitTransport(options: TransportOptions): Transport {
  return async (ask, authorization) => {
    const limit = deadline(options.timeoutMs, ask.signal);
    try {
      return await follow(options, { ask, url: urlOf(ask), authorization, limit });
    } finally {
      limit.clear();
    }
  };
}

function urlOf(ask: Ask): string {
  return ask.route.slice(ask.route.indexOf(" ") + 1);
}

async function follow(options: TransportOptions, first: Hop): Promise<Answer> {
  let hop = first;
  for (let count = 0; count <= maxRedirects; count++) {
    const answer = await sendOnce(options, hop);
    if (answer.status < 300 || answer.status === 304) return checked(hop, answer);
    const target = redirectTarget(options.apiUrl, answer);
    if (target === undefined) throw unreadable(hop.ask.route, answer.status, "a redirect that leads elsewhere");
    hop = { ...hop, url: target };
  }
  throw unreadable(first.ask.route, 302, "too many redirects");
}

/** fetch would turn a redirected POST into a GET and believe its answer, so redirects are followed here. */
function redirectTarget(apiUrl: string, answer: Answer): string | undefined {
  const location = answer.headers.location;
  if (location === undefined || !URL.canParse(location, `${apiUrl}/`)) return undefined;
  const url = new URL(location, `${apiUrl}/`);
  return url.origin === new URL(apiUrl).origin ? url.href : undefined;
}

async function sendOnce(options: TransportOptions, hop: Hop): Promise<Answer> {
  try {
    const { status, headers, data } = await options.octokit.request(parametersOf(options, hop));
    return { status, headers: headersOf(headers), data };
  } catch (error) {
    return answerOf(options, hop, error);
  }
}

function parametersOf({ apiUrl }: TransportOptions, { ask, url, authorization, limit }: Hop) {
  const redirected = url.startsWith("http");
  return {
    method: ask.route.slice(0, ask.route.indexOf(" ")) as "GET",
    url,
    baseUrl: ask.route === "POST /graphql" ? apiUrl.replace(/\/api\/v3$/, "/api") : apiUrl,
    ...(redirected ? {} : { ...ask.path, ...ask.query }),
    ...(ask.body === undefined ? {} : { data: ask.body }),
    headers: {
      accept: "application/vnd.github+json",
      "x-github-api-version": "2022-11-28",
      ...(authorization === undefined ? {} : { authorization }),
      ...ask.headers,
    },
    request: { signal: limit.signal, redirect: "manual" as const },
  };
}

function answerOf(options: TransportOptions, hop: Hop, error: unknown): Answer {
  const response = responseOf(error);
  if (!response) throw networkFailure(hop, error);
  if (response.status === 304) return response;
  const message = messageOf(response.data);
  throw refusalOf({ ...response, route: hop.ask.route, message, now: options.clock.now() });
}

function networkFailure({ ask, limit }: Hop, error: unknown): GitHubError {
  return networkError(ask.route, limit.signal.aborted ? limit.signal.reason : error);
}

/** What octokit attaches to its errors when there was an answer. */
function responseOf(error: unknown): Answer | undefined {
  if (!(error instanceof Error) || !("response" in error)) return undefined;
  const response = error.response as { status: number; headers: object; data: unknown } | undefined;
  return response && { status: response.status, headers: headersOf(response.headers), data: response.data };
}

function headersOf(headers: object): Record<string, string | undefined> {
  return headers as Record<string, string | undefined>;
}

function messageOf(data: unknown): string {
  if (typeof data !== "object" || data === null || !("message" in data)) return "no message";
  const details = "errors" in data ? ` ${JSON.stringify(data.errors)}` : "";
  return `${String(data.message)}${details}`;
}

/** JSON cut short, and pages of a proxy, arrive as text with a good status. */
function checked({ ask, limit }: Hop, answer: Answer): Answer {
  if (limit.signal.aborted) throw networkError(ask.route, limit.signal.reason);
  const empty = answer.status === 204 || answer.status === 205 || answer.status === 304;
  if (empty || (typeof answer.data === "object" && !(answer.data instanceof ArrayBuffer))) return answer;
  if (answer.status === 202 && answer.data === "") return answer;
  throw unreadable(ask.route, answer.status, "something that is not whole JSON");
}

/** Turns whatever octokit rejected with into a GitHubError. */
export function asGitHubError(route: string, error: unknown, now: number): GitHubError {
  const response = responseOf(error);
  if (!response) return networkError(route, error);
  return refusalOf({ ...response, route, message: messageOf(response.data), now });
}
