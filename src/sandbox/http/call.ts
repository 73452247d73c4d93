import { demand } from "../actions/guard.ts";
import { invalid, notFound, Refusal } from "../refusal.ts";
import type { Acting, Actor } from "../state/actor.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Pull, Repository } from "../state/records.ts";
import type { World } from "../state/world.ts";

/** Who a request came from, told by its `Authorization`. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app" }
  | { readonly kind: "actor"; readonly actor: Actor; readonly token: string };

/** One request on its way through a route. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body when it is an array, as two label routes accept. */
  readonly list: readonly unknown[] | undefined;
  readonly path: string;
  /** Reads show nothing newer: the present, unless a stale read was asked for. */
  readonly asOf: number;
  readonly accept: string;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Route {
  /** Method and path template, in GitHub's own spelling. */
  readonly pattern: string;
  readonly run: (call: Call) => Reply | Promise<Reply>;
}

export function ok(body: unknown): Reply {
  return { status: 200, body };
}

export function created(body: unknown): Reply {
  return { status: 201, body };
}

export const noContent: Reply = { status: 204 };

export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

/** The acting person or installation; 401 for nobody, 403 for the App's own JWT. */
export function acting(call: Call): Acting {
  if (call.caller.kind === "actor") return { world: call.world, by: call.caller.actor };
  if (call.caller.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  throw new Refusal(401, "A JSON web token could not be decoded");
}

/** The named repository when the caller may see it. */
export function repositoryOf(call: Call, app: readonly string[] = ["metadata"]): Repository {
  const key = `${param(call, "owner")}/${param(call, "repo")}`.toLowerCase();
  const repository = call.world.repositories.get(key);
  if (repository === undefined) throw notFound();
  if (call.caller.kind === "anonymous") {
    if (repository.private) throw notFound();
    return repository;
  }
  demand(acting(call), repository, { people: "read", app, access: "read" });
  return repository;
}

export function issueOf(call: Call): Issue {
  const repository = repositoryOf(call, ["issues", "pull_requests"]);
  const issue = repository.issues.get(Number(param(call, "issue_number")));
  if (issue === undefined || issue.createdAt > call.asOf) throw notFound();
  return issue;
}

export function pullOf(call: Call): Pull {
  const repository = repositoryOf(call, ["pull_requests"]);
  const issue = repository.issues.get(Number(param(call, "pull_number")));
  if (issue === undefined || !isPull(issue) || issue.createdAt > call.asOf) throw notFound();
  return issue;
}

/** A text of the body; undefined when it is absent. */
export function text(call: Call, field: string): string | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "string")
    throw new Refusal(422, `Invalid request.\n\nFor 'properties/${field}', ${JSON.stringify(value)} is not a string.`);
  return value;
}

export function requiredText(call: Call, field: string, resource: string): string {
  const value = text(call, field);
  if (value === undefined) throw invalid(resource, field, "missing_field");
  return value;
}

/** A list of texts in the body; undefined when it is absent. */
export function texts(call: Call, field: string): string[] | undefined {
  const value = call.body[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || !value.every((item) => typeof item === "string")) {
    throw new Refusal(422, `Invalid request.\n\nFor 'properties/${field}', ${JSON.stringify(value)} is not an array.`);
  }
  return value;
}
