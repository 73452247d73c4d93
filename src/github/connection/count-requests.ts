import type { Clock } from "../../clock.ts";
import type { Send } from "../ask.ts";
import { GitHubError } from "../github-error.ts";

/** One request as metrics, logs and tests see it. Holds no header and no body. */
export interface RequestObservation {
  /** The octokit route pattern. */
  readonly route: string;
  readonly plugin: string;
  /** 0 when there was no answer. */
  readonly status: number;
  /** `hit`: GitHub answered 304. `coalesced`: no request was made, an equal one was running. */
  readonly outcome: "hit" | "miss" | "coalesced" | "error";
  readonly ms: number;
  /** Undefined for requests of the App itself. */
  readonly installation: number | undefined;
}

export type Observe = (observation: RequestObservation) => void;

export interface Counting {
  readonly observe: Observe;
  readonly clock: Clock;
  readonly installation: number | undefined;
}

/** Tells of every request that really goes out, however it ends. */
export function countRequests(next: Send, { observe, clock, installation }: Counting): Send {
  return async (ask) => {
    const { route, plugin } = ask;
    const start = clock.now();
    const tell = (status: number, outcome: RequestObservation["outcome"]) =>
      observe({ route, plugin, status, outcome, ms: clock.now() - start, installation });
    try {
      const answer = await next(ask);
      tell(answer.status, answer.status === 304 ? "hit" : "miss");
      return answer;
    } catch (error) {
      tell(error instanceof GitHubError ? error.status : 0, "error");
      throw error;
    }
  };
}
