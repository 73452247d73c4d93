import { closeSubject, editSubject, reopenSubject } from "../actions/editing.ts";
import { mergePull } from "../actions/merging.ts";
import { openPull } from "../actions/opening.ts";
import { type Reviewers, removeReviewers, requestReviewers } from "../actions/requesting-reviews.ts";
import { requiredText, text, texts } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { pullOf, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { invalid, notFound, Refusal } from "../refusal.ts";
import { renderTeam, renderUser } from "../render/account.ts";
import { renderCommit, renderFile } from "../render/commit.ts";
import { renderPull, renderSimplePull } from "../render/pull.ts";
import { changesOf, commitsOf, isPull } from "../state/pulls.ts";
import type { Pull, Repository } from "../state/records.ts";

const MOST_FILES = 3000;
const MOST_COMMITS = 250;

export const pullRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/pulls", run: list },
  { pattern: "POST /repos/{owner}/{repo}/pulls", run: create },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}", run: (call) => ok(renderPull(call.world, pullOf(call))) },
  { pattern: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}", run: update },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files", run: files },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits", run: commits },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", run: requested },
  { pattern: "POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", run: request },
  { pattern: "DELETE /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers", run: unrequest },
  { pattern: "GET /repos/{owner}/{repo}/pulls/{pull_number}/merge", run: merged },
  { pattern: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge", run: merge },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call, ["pull_requests"]);
  const state = call.query.get("state") ?? "open";
  const head = call.query.get("head");
  const base = call.query.get("base");
  const found = [...repository.issues.values()]
    .filter(isPull)
    .filter(
      ({ pull, state: now }) =>
        (state === "all" || now === state) &&
        (head === null || `${pull.head.owner.login}:${pull.head.ref}`.toLowerCase() === head.toLowerCase()) &&
        (base === null || pull.base.ref === base),
    );
  if (call.query.get("direction") !== "asc") found.reverse();
  return paged(call, found, (issue) => renderSimplePull(call.world, issue));
}

function create(call: Call): Reply {
  const repository = repositoryOf(call, ["pull_requests"]);
  const issue = openPull(acting(call), repository, {
    title: requiredText(call, "title", "PullRequest"),
    body: text(call, "body") ?? null,
    draft: call.body.draft === true,
    base: requiredText(call, "base", "PullRequest"),
    head: headNamed(call, repository, requiredText(call, "head", "PullRequest")),
  });
  return created(renderPull(call.world, issue));
}

function headNamed(call: Call, repository: Repository, head: string): { repository: Repository; branch: string } {
  const colon = head.indexOf(":");
  if (colon < 0) return { repository, branch: head };
  const fork = call.world.repositories.get(`${head.slice(0, colon)}/${repository.name}`.toLowerCase());
  if (fork === undefined) throw invalid("PullRequest", "head");
  return { repository: fork, branch: head.slice(colon + 1) };
}

function update(call: Call): Reply {
  const issue = pullOf(call);
  const [title, body, base, state] = [text(call, "title"), text(call, "body"), text(call, "base"), text(call, "state")];
  editSubject(acting(call), issue, {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(base === undefined ? {} : { base }),
  });
  if (state === "closed") closeSubject(acting(call), issue);
  if (state === "open") reopenSubject(acting(call), issue);
  return ok(renderPull(call.world, issue));
}

function files(call: Call): Reply {
  const issue = pullOf(call);
  const ref = issue.pull.head.sha;
  const changes = changesOf(call.world, issue).slice(0, MOST_FILES);
  return paged(call, changes, (change) => renderFile(call.world, issue.repository, { change, ref }));
}

function commits(call: Call): Reply {
  const issue = pullOf(call);
  const shas = commitsOf(call.world, issue).slice(0, MOST_COMMITS);
  return paged(call, shas, (sha) => renderCommit(call.world, issue.repository, sha));
}

function requested(call: Call): Reply {
  const { pull } = pullOf(call);
  const users = pull.requestedReviewers.map((account) => renderUser(call.world, account));
  return ok({ users, teams: pull.requestedTeams.map((team) => renderTeam(call.world, team)) });
}

function reviewersIn(call: Call): Reviewers {
  return { reviewers: texts(call, "reviewers") ?? [], teams: texts(call, "team_reviewers") ?? [] };
}

function request(call: Call): Reply {
  const issue = pullOf(call);
  requestReviewers(acting(call), issue, reviewersIn(call));
  return created(renderSimplePull(call.world, issue));
}

function unrequest(call: Call): Reply {
  const issue = pullOf(call);
  removeReviewers(acting(call), issue, reviewersIn(call));
  return ok(renderSimplePull(call.world, issue));
}

function merged(call: Call): Reply {
  if (!pullOf(call).pull.merged) throw notFound();
  return noContent;
}

function merge(call: Call): Reply {
  const issue: Pull = pullOf(call);
  const method = text(call, "merge_method") ?? "merge";
  if (method !== "merge" && method !== "squash" && method !== "rebase") throw new Refusal(422, "Invalid merge method");
  const [sha, title, message] = [text(call, "sha"), text(call, "commit_title"), text(call, "commit_message")];
  const commit = mergePull(acting(call), issue, {
    method,
    ...(sha === undefined ? {} : { sha }),
    ...(title === undefined ? {} : { title }),
    ...(message === undefined ? {} : { message }),
  });
  return ok({ sha: commit, merged: true, message: "Pull Request successfully merged" });
}
