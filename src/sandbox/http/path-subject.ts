import { demand } from "../actions/guard.ts";
import { notFound, orNotFound } from "../refusal.ts";
import { isPull } from "../state/pulls.ts";
import type { Issue, Pull, Repository } from "../state/records.ts";
import { acting, type Call } from "./call.ts";

/** A part of the path; the pattern of the route names it. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? "";
}

/** The named repository when the caller may see it. */
export function repositoryOf(call: Call, app: readonly string[] = ["metadata"]): Repository {
  const key = `${param(call, "owner")}/${param(call, "repo")}`.toLowerCase();
  const repository = orNotFound(call.world.repositories.get(key));
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
