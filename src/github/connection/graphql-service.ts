import { z } from "zod";
import type { Clock } from "../../clock.ts";
import type { Answer } from "../ask.ts";
import { GitHubError } from "../github-error.ts";
import { unreadable } from "../refusal-of.ts";

const route = "POST /graphql";
const absentFor = 3_600_000;

/** What came of a query: its data, or the reason why REST has to be asked instead. */
export type GraphqlOutcome =
  | { readonly kind: "data"; readonly data: unknown }
  | { readonly kind: "unavailable"; readonly why: GitHubError };

const envelope = z.object({
  data: z.unknown().optional(),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string().optional(),
        extensions: z.object({ code: z.string().optional() }).optional(),
      }),
    )
    .optional(),
});

type Envelope = z.output<typeof envelope>;

/** Knows whether the server speaks GraphQL, and reads GraphQL's way of refusing, which comes with status 200. */
export class GraphqlService {
  readonly #clock: Clock;
  #absentUntil = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** False for an hour after the server showed that it has no GraphQL, or not these fields. */
  get present(): boolean {
    return this.#clock.now() >= this.#absentUntil;
  }

  /** Rejects for limits and for what is not there; anything else GraphQL cannot do is left to REST. */
  async outcome(answering: Promise<Answer>): Promise<GraphqlOutcome> {
    try {
      const { data } = this.#checked(await answering);
      return { kind: "data", data };
    } catch (error) {
      if (!(error instanceof GitHubError) || lasting(error)) throw error;
      if (error.status === 404 || error.status === 405 || error.status === 501) this.#absent();
      return { kind: "unavailable", why: error };
    }
  }

  /** Errors first: a query that was too heavy brings part of its data along with them. */
  #checked(answer: Answer): Envelope {
    const parsed = envelope.safeParse(answer.data);
    if (!parsed.success) throw unreadable(route, answer.status, "no GraphQL answer");
    const [error] = parsed.data.errors ?? [];
    if (!error) return parsed.data;
    if (error.extensions?.code === "undefinedField") this.#absent();
    throw refusalFor(error);
  }

  #absent(): void {
    this.#absentUntil = this.#clock.now() + absentFor;
  }
}

function refusalFor({ type }: { readonly type?: string | undefined }): GitHubError {
  const refusal = type === "NOT_FOUND" ? "not-found" : "server";
  return new GitHubError(`${route} answered: ${type ?? "error"}`, { route, status: 200, refusal });
}

/** REST would be refused for the same reason. A 404 of the endpoint itself is no such reason: it has no GraphQL. */
function lasting({ refusal, status }: GitHubError): boolean {
  if (refusal === "not-found") return status === 200;
  return refusal === "rate-limit" || refusal === "suspended" || refusal === "unauthorized";
}
