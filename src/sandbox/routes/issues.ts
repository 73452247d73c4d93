import { assign, unassign } from "../actions/assigning.ts";
import { closeSubject, editSubject, reopenSubject, setMilestone } from "../actions/editing.ts";
import { setLabels } from "../actions/labeling.ts";
import { openIssue } from "../actions/opening.ts";
import { requiredText, text, texts } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged, pageOf } from "../http/pages.ts";
import { issueOf, param, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { invalid, notFound } from "../refusal.ts";
import { renderUser } from "../render/account.ts";
import { renderFullIssue, renderIssue } from "../render/issue.ts";
import { renderTimelineEntry } from "../render/timeline.ts";
import { collaboratorsOf, isAssignable } from "../state/access.ts";
import type { Issue, Milestone, Repository } from "../state/records.ts";

export const issueRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/issues", run: list },
  { pattern: "POST /repos/{owner}/{repo}/issues", run: create },
  {
    pattern: "GET /repos/{owner}/{repo}/issues/{issue_number}",
    run: (call) => ok(renderFullIssue(call.world, issueOf(call))),
  },
  { pattern: "PATCH /repos/{owner}/{repo}/issues/{issue_number}", run: update },
  { pattern: "GET /repos/{owner}/{repo}/issues/{issue_number}/events", run: (call) => history(call, false) },
  { pattern: "GET /repos/{owner}/{repo}/issues/{issue_number}/timeline", run: (call) => history(call, true) },
  { pattern: "POST /repos/{owner}/{repo}/issues/{issue_number}/assignees", run: addAssignees },
  { pattern: "DELETE /repos/{owner}/{repo}/issues/{issue_number}/assignees", run: removeAssignees },
  { pattern: "GET /repos/{owner}/{repo}/assignees", run: assignees },
  { pattern: "GET /repos/{owner}/{repo}/assignees/{assignee}", run: checkAssignee },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call, ["issues", "pull_requests"]);
  const state = call.query.get("state") ?? "open";
  const labels = (call.query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const creator = call.query.get("creator")?.toLowerCase();
  const since = Date.parse(call.query.get("since") ?? "") || 0;
  const found = [...repository.issues.values()].filter(
    (issue) =>
      (state === "all" || issue.state === state) &&
      labels.every((name) => issue.labels.some((label) => label.name.toLowerCase() === name.toLowerCase())) &&
      (creator === undefined || issue.author.login.toLowerCase() === creator) &&
      issue.updatedAt >= since &&
      issue.createdAt <= call.asOf,
  );
  if (call.query.get("direction") !== "asc") found.reverse();
  return paged(call, found, (issue) => renderIssue(call.world, issue));
}

function create(call: Call): Reply {
  const repository = repositoryOf(call, ["issues"]);
  const issue = openIssue(acting(call), repository, {
    title: requiredText(call, "title", "Issue"),
    body: text(call, "body") ?? null,
  });
  applyLists(call, issue);
  return created(renderFullIssue(call.world, issue));
}

function update(call: Call): Reply {
  const issue = issueOf(call);
  const who = acting(call);
  const title = text(call, "title");
  const body = text(call, "body");
  editSubject(who, issue, { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) });
  if ("milestone" in call.body) setMilestone(who, issue, milestoneOf(call, issue.repository));
  applyLists(call, issue);
  changeState(call, issue);
  return ok(renderFullIssue(call.world, issue));
}

function applyLists(call: Call, issue: Issue): void {
  const labels = texts(call, "labels");
  if (labels !== undefined) setLabels(acting(call), issue, labels);
  const wanted = texts(call, "assignees");
  if (wanted === undefined) return;
  const kept = new Set(wanted.map((login) => login.toLowerCase()));
  const gone = issue.assignees.map((account) => account.login).filter((login) => !kept.has(login.toLowerCase()));
  unassign(acting(call), issue, gone);
  assign(acting(call), issue, wanted);
}

function changeState(call: Call, issue: Issue): void {
  const state = text(call, "state");
  const reason = text(call, "state_reason");
  if (state === "closed") closeSubject(acting(call), issue, reasonOf(reason));
  else if (state === "open") reopenSubject(acting(call), issue);
  else if (state !== undefined) throw invalid("Issue", "state");
}

function reasonOf(reason: string | undefined): "completed" | "not_planned" | "duplicate" {
  if (reason === undefined || reason === "completed" || reason === "reopened") return "completed";
  if (reason === "not_planned" || reason === "duplicate") return reason;
  throw invalid("Issue", "state_reason");
}

function milestoneOf(call: Call, repository: Repository): Milestone | null {
  const number = call.body.milestone;
  if (number === null) return null;
  const found = repository.milestones.find((milestone) => milestone.number === number);
  if (found === undefined) throw invalid("Issue", "milestone");
  return found;
}

function history(call: Call, withComments: boolean): Reply {
  const issue = issueOf(call);
  const entries = issue.timeline.filter((entry) => entry.createdAt <= call.asOf);
  const { items, headers } = pageOf(call, withComments ? [...entries, ...issue.comments] : entries);
  return { ...ok(items.map((item) => renderTimelineEntry(call.world, issue, item))), headers };
}

function addAssignees(call: Call): Reply {
  const issue = issueOf(call);
  assign(acting(call), issue, texts(call, "assignees") ?? []);
  return created(renderIssue(call.world, issue));
}

function removeAssignees(call: Call): Reply {
  const issue = issueOf(call);
  unassign(acting(call), issue, texts(call, "assignees") ?? []);
  return ok(renderIssue(call.world, issue));
}

function assignees(call: Call): Reply {
  const people = collaboratorsOf(call.world, repositoryOf(call));
  return paged(call, people, (account) => renderUser(call.world, account));
}

function checkAssignee(call: Call): Reply {
  const repository = repositoryOf(call);
  const account = call.world.accounts.get(param(call, "assignee").toLowerCase());
  if (account === undefined || !isAssignable(call.world, repository, account)) throw notFound();
  return noContent;
}
