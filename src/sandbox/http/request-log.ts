/** One API request as the sandbox saw it. */
export interface LoggedRequest {
  readonly method: string;
  /** Method and template, `GET /repos/{owner}/{repo}`; the bare path when no route matched. */
  readonly route: string;
  readonly path: string;
  /** Login of who asked; `app` for the App's JWT, empty for nobody. */
  readonly actor: string;
  readonly at: number;
  readonly body: unknown;
  /** 0 until it was answered, and for ever when it was not. */
  status: number;
}

export type RequestFilter = Partial<Pick<LoggedRequest, "method" | "route" | "actor" | "status">>;

/** Every API request in order of arrival. */
export class RequestLog {
  private entries: LoggedRequest[] = [];

  get all(): readonly LoggedRequest[] {
    return this.entries;
  }

  /** Those that change something: neither GET nor HEAD, nor a GraphQL query, nor the making of a token. */
  get writes(): readonly LoggedRequest[] {
    return this.entries.filter(isWrite);
  }

  add(entry: LoggedRequest): void {
    this.entries.push(entry);
  }

  clear(): void {
    this.entries = [];
  }

  count(filter: RequestFilter | ((entry: LoggedRequest) => boolean) = {}): number {
    return this.matching(filter).length;
  }

  matching(filter: RequestFilter | ((entry: LoggedRequest) => boolean)): readonly LoggedRequest[] {
    if (typeof filter === "function") return this.entries.filter(filter);
    const wanted = Object.entries(filter);
    return this.entries.filter((entry) => wanted.every(([name, value]) => Reflect.get(entry, name) === value));
  }
}

export function isWrite(entry: LoggedRequest): boolean {
  if (entry.method === "GET" || entry.method === "HEAD") return false;
  if (entry.route === "POST /graphql") return /^\s*mutation\b/.test(queryOf(entry.body));
  return !entry.route.startsWith("POST /app/");
}

function queryOf(body: unknown): string {
  if (typeof body !== "object" || body === null || !("query" in body)) return "";
  return typeof body.query === "string" ? body.query : "";
}
