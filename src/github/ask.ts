/** One request as the verbs say it: an octokit route, what fills its braces, and what rides along. */
export interface Ask {
  /** Such as `GET /repos/{owner}/{repo}/issues/{issue_number}`; also the name under which it is counted. */
  readonly route: string;
  readonly path?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Who asks, for counting. */
  readonly plugin: string;
  readonly signal?: AbortSignal | undefined;
  /** A running equal read may answer this one only if it started at or after this time. */
  readonly notBefore?: number;
  /** Runs when the limits let the request go, right before it is sent; a rejection stops it. */
  readonly beforeSend?: () => Promise<void>;
  /** Extra request headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly data: unknown;
  /** True when this is a dry run and the write was only noted down. */
  readonly planned?: true;
}

/** Makes a request, or a layer around something that does. Rejects with GitHubError. */
export type Send = (ask: Ask) => Promise<Answer>;

/** `content` are the writes GitHub counts as content creation, which notify people and have their own limits. */
export type Cost = "read" | "write" | "content";

const contentRoutes: ReadonlySet<string> = new Set([
  "POST /repos/{owner}/{repo}/issues",
  "POST /repos/{owner}/{repo}/pulls",
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/comments",
  "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
]);

/** What a request costs under GitHub's secondary limits. GraphQL is used for queries only, so it is a read. */
export function costOf(route: string): Cost {
  if (route.startsWith("GET ") || route === "POST /graphql") return "read";
  return contentRoutes.has(route) ? "content" : "write";
}

/** Equal for requests that ask the same thing. */
export function keyOf(ask: Ask): string {
  return `${ask.route} ${JSON.stringify([ask.path, ask.query])}`;
}
