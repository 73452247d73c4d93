import { invalid, Refusal } from "../refusal.ts";
import { renderUser } from "../render/account.ts";
import { renderHookCommit } from "../render/commit.ts";
import { iso, type Json, webUrl } from "../render/rendering.ts";
import { fullName } from "../render/repository.ts";
import { renderHookCheckRun } from "../render/status.ts";
import type { Acting } from "../state/actor.ts";
import type { CheckRun, Repository, Status, StatusState } from "../state/records.ts";
import { announce } from "./announce.ts";
import { demand } from "./guard.ts";

const MOST_STATUSES = 1000;
const LONGEST_DESCRIPTION = 140;

export interface StatusFields {
  readonly sha: string;
  readonly state: StatusState;
  readonly context?: string;
  readonly description?: string | null;
  readonly targetUrl?: string | null;
}

/** Sets a commit's status in a context; at most 1,000 for a commit and context. */
export function addStatus(acting: Acting, repository: Repository, fields: StatusFields): Status {
  demand(acting, repository, { people: "write", app: ["statuses"], access: "write" });
  const { world, by } = acting;
  const context = fields.context ?? "default";
  const known = repository.statuses.get(fields.sha) ?? [];
  checkStatus(acting, { ...fields, context }, known);
  const status: Status = {
    id: world.nextId(),
    sha: fields.sha,
    context,
    state: fields.state,
    description: fields.description ?? null,
    targetUrl: fields.targetUrl ?? null,
    creator: by.account,
    createdAt: world.now(),
  };
  repository.statuses.set(fields.sha, [...known, status]);
  announce(acting, "status", { repository, fields: () => statusFields(acting, repository, status) });
  return status;
}

export interface CheckRunFields {
  readonly name?: string;
  readonly status?: CheckRun["status"];
  readonly conclusion?: string | null;
  readonly externalId?: string;
  readonly detailsUrl?: string | null;
  readonly output?: Partial<CheckRun["output"]>;
}

/** Starts a check run; only an App may. */
export function addCheckRun(
  acting: Acting,
  repository: Repository,
  fields: CheckRunFields & { name: string; sha: string },
): CheckRun {
  demandChecks(acting, repository);
  const { world } = acting;
  if (world.git.commit(fields.sha) === undefined) throw new Refusal(422, `No commit found for SHA: ${fields.sha}`);
  const run: CheckRun = {
    id: world.nextId(),
    sha: fields.sha,
    name: fields.name,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: null,
    startedAt: world.now(),
    completedAt: null,
    output: { title: null, summary: null, text: null },
  };
  repository.checkRuns.set(run.id, run);
  change(acting, run, fields);
  tellRun(acting, repository, { run, action: "created" });
  if (run.status === "completed") tellRun(acting, repository, { run, action: "completed" });
  return run;
}

export function editCheckRun(
  acting: Acting,
  repository: Repository,
  about: { run: CheckRun; fields: CheckRunFields },
): CheckRun {
  demandChecks(acting, repository);
  const { run, fields } = about;
  const was = run.status;
  change(acting, run, fields);
  if (was !== "completed" && run.status === "completed") tellRun(acting, repository, { run, action: "completed" });
  return run;
}

function demandChecks(acting: Acting, repository: Repository): void {
  demand(acting, repository, { people: "write", app: ["checks"], access: "write" });
  if (acting.by.kind === "user") throw new Refusal(403, "You must authenticate via a GitHub App.");
}

function change(acting: Acting, run: CheckRun, fields: CheckRunFields): void {
  if (fields.conclusion != null) {
    run.conclusion = fields.conclusion;
    run.status = "completed";
  } else if (fields.status !== undefined) run.status = fields.status;
  if (run.status === "completed") run.completedAt = acting.world.now();
  run.externalId = fields.externalId ?? run.externalId;
  run.detailsUrl = fields.detailsUrl ?? run.detailsUrl;
  Object.assign(run.output, fields.output);
}

function checkStatus(acting: Acting, fields: StatusFields & { context: string }, known: readonly Status[]): void {
  if (acting.world.git.commit(fields.sha) === undefined)
    throw new Refusal(422, `No commit found for SHA: ${fields.sha}`);
  if (!["error", "failure", "pending", "success"].includes(fields.state)) throw invalid("Status", "state");
  if ([...(fields.description ?? "")].length > LONGEST_DESCRIPTION) {
    const message = "description is too long (maximum is 140 characters)";
    throw new Refusal(422, "Validation Failed", [
      { resource: "Status", code: "custom", field: "description", message },
    ]);
  }
  if (known.filter((status) => status.context === fields.context).length < MOST_STATUSES) return;
  const message = "This SHA and context has reached the maximum number of statuses.";
  throw new Refusal(422, "Validation Failed", [{ resource: "Status", code: "custom", message }]);
}

function statusFields(acting: Acting, repository: Repository, status: Status): Json {
  const { world } = acting;
  const branches = [...repository.refs].filter(([, sha]) => sha === status.sha);
  return {
    id: status.id,
    sha: status.sha,
    name: fullName(repository),
    avatar_url: webUrl(world, `avatars/u/${status.creator.id}`),
    target_url: status.targetUrl,
    context: status.context,
    description: status.description,
    state: status.state,
    commit: { ...renderHookCommit(world, repository, status.sha), author: renderUser(world, status.creator) },
    branches: branches.map(([ref, sha]) => ({
      name: ref.replace(/^refs\/heads\//, ""),
      commit: { sha, url: `${world.origin}/repos/${fullName(repository)}/commits/${sha}` },
      protected: false,
    })),
    created_at: iso(status.createdAt),
    updated_at: iso(status.createdAt),
  };
}

function tellRun(acting: Acting, repository: Repository, about: { run: CheckRun; action: string }): void {
  const { action, run } = about;
  const fields = () => ({ action, check_run: renderHookCheckRun(acting.world, repository, run) });
  announce(acting, "check_run", { repository, fields });
}
