/** What GitHub's refusal means for whoever waits for the answer. */
export type Refusal =
  | "rate-limit"
  | "server"
  | "network"
  | "unauthorized"
  | "forbidden"
  | "suspended"
  | "not-found"
  | "conflict"
  | "invalid"
  | "gone";

export interface GitHubErrorInit {
  readonly route: string;
  readonly status: number;
  readonly refusal: Refusal;
  /** Milliseconds to wait before asking again, where GitHub said so. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** GitHub refused, or did not answer. Names the route, the status (0 without one) and what the refusal means. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly route: string;
  readonly status: number;
  readonly refusal: Refusal;
  readonly retryAfter: number | undefined;

  constructor(message: string, init: GitHubErrorInit) {
    super(message, { cause: init.cause });
    this.route = init.route;
    this.status = init.status;
    this.refusal = init.refusal;
    this.retryAfter = init.retryAfter;
  }

  /** True when the same request may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return this.refusal === "rate-limit" || this.refusal === "server" || this.refusal === "network";
  }
}

/** Whether it is GitHub's trouble, and passes without anybody changing anything. */
export function isPassing(error: unknown): error is GitHubError {
  return error instanceof GitHubError && error.retryable;
}
