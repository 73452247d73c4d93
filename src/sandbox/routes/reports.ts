import { addCheckRun, addStatus, type CheckRunFields, editCheckRun } from "../actions/reporting.ts";
import { requiredText, text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged, pageOf } from "../http/pages.ts";
import { param, repositoryOf } from "../http/path-subject.ts";
import { created, ok, type Reply } from "../http/reply.ts";
import { invalid, orNotFound } from "../refusal.ts";
import { latestStatuses, renderCheckRun, renderCombinedStatus, renderStatus } from "../render/status.ts";
import type { CheckRun, Repository, StatusState } from "../state/records.ts";
import { commitNamed } from "./commit-named.ts";

/** Commit statuses and check runs. */
export const reportRoutes: readonly Route[] = [
  { pattern: "POST /repos/{owner}/{repo}/statuses/{sha}", run: createStatus },
  { pattern: "GET /repos/{owner}/{repo}/commits/{ref}/statuses", run: listStatuses },
  { pattern: "GET /repos/{owner}/{repo}/commits/{ref}/status", run: combined },
  { pattern: "GET /repos/{owner}/{repo}/commits/{ref}/check-runs", run: listRuns },
  { pattern: "POST /repos/{owner}/{repo}/check-runs", run: createRun },
  { pattern: "GET /repos/{owner}/{repo}/check-runs/{check_run_id}", run: readRun },
  { pattern: "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", run: updateRun },
];

function createStatus(call: Call): Reply {
  const repository = repositoryOf(call);
  const status = addStatus(acting(call), repository, {
    sha: param(call, "sha"),
    state: stateOf(requiredText(call, "state", "Status")),
    context: text(call, "context") ?? "default",
    description: text(call, "description") ?? null,
    targetUrl: text(call, "target_url") ?? null,
  });
  return created(renderStatus(call.world, repository, status));
}

function stateOf(state: string): StatusState {
  if (state === "error" || state === "failure" || state === "pending" || state === "success") return state;
  throw invalid("Status", "state");
}

function listStatuses(call: Call): Reply {
  const repository = repositoryOf(call, ["statuses"]);
  const all = repository.statuses.get(commitNamed(call, repository, param(call, "ref"))) ?? [];
  const shown = all.filter((status) => status.createdAt <= call.asOf).toReversed();
  return paged(call, shown, (status) => renderStatus(call.world, repository, status));
}

function combined(call: Call): Reply {
  const repository = repositoryOf(call, ["statuses"]);
  const sha = commitNamed(call, repository, param(call, "ref"));
  const { items, headers } = pageOf(call, latestStatuses(repository, sha));
  return { ...ok(renderCombinedStatus(call.world, repository, { sha, shown: items })), headers };
}

function listRuns(call: Call): Reply {
  const repository = repositoryOf(call, ["checks"]);
  const sha = commitNamed(call, repository, param(call, "ref"));
  const name = call.query.get("check_name");
  const runs = [...repository.checkRuns.values()].filter(
    (run) => run.sha === sha && (name === null || run.name === name),
  );
  const { items, headers } = pageOf(call, runs.toReversed());
  return {
    ...ok({ total_count: runs.length, check_runs: items.map((run) => renderCheckRun(call.world, repository, run)) }),
    headers,
  };
}

function createRun(call: Call): Reply {
  const repository = repositoryOf(call);
  const [name, sha] = [requiredText(call, "name", "CheckRun"), requiredText(call, "head_sha", "CheckRun")];
  const run = addCheckRun(acting(call), repository, { ...runFields(call), name, sha });
  return created(renderCheckRun(call.world, repository, run));
}

function readRun(call: Call): Reply {
  const repository = repositoryOf(call, ["checks"]);
  return ok(renderCheckRun(call.world, repository, runOf(call, repository)));
}

function updateRun(call: Call): Reply {
  const repository = repositoryOf(call);
  const run = editCheckRun(acting(call), repository, { run: runOf(call, repository), fields: runFields(call) });
  return ok(renderCheckRun(call.world, repository, run));
}

function runOf(call: Call, repository: Repository): CheckRun {
  return orNotFound(repository.checkRuns.get(Number(param(call, "check_run_id"))));
}

function runFields(call: Call): CheckRunFields {
  const [status, conclusion] = [text(call, "status"), text(call, "conclusion")];
  const [externalId, detailsUrl] = [text(call, "external_id"), text(call, "details_url")];
  const { output } = call.body;
  if (status !== undefined && status !== "queued" && status !== "in_progress" && status !== "completed")
    throw invalid("CheckRun", "status");
  return {
    ...(status === undefined ? {} : { status }),
    ...(conclusion === undefined ? {} : { conclusion }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(detailsUrl === undefined ? {} : { detailsUrl }),
    ...(typeof output === "object" && output !== null ? { output: textsOf(output) } : {}),
  };
}

function textsOf(output: object): CheckRun["output"] {
  const read = (name: string): string | null => {
    const value: unknown = Reflect.get(output, name);
    return typeof value === "string" ? value : null;
  };
  return { title: read("title"), summary: read("summary"), text: read("text") };
}
