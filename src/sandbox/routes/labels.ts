import { addLabels, createLabel, deleteLabel, removeLabel, setLabels } from "../actions/labeling.ts";
import { requiredText, text } from "../http/body-fields.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { issueOf, param, repositoryOf } from "../http/path-subject.ts";
import { created, noContent, ok, type Reply } from "../http/reply.ts";
import { orNotFound, Refusal } from "../refusal.ts";
import { renderLabels } from "../render/issue.ts";
import { renderLabel } from "../render/label.ts";
import { labelsAsOf } from "../state/labels.ts";
import type { Issue, Label, Repository } from "../state/records.ts";

export const labelRoutes: readonly Route[] = [
  { pattern: "GET /repos/{owner}/{repo}/labels", run: list },
  { pattern: "POST /repos/{owner}/{repo}/labels", run: create },
  { pattern: "GET /repos/{owner}/{repo}/labels/{name}", run: read },
  { pattern: "PATCH /repos/{owner}/{repo}/labels/{name}", run: update },
  { pattern: "DELETE /repos/{owner}/{repo}/labels/{name}", run: remove },
  { pattern: "GET /repos/{owner}/{repo}/issues/{issue_number}/labels", run: listOnIssue },
  { pattern: "POST /repos/{owner}/{repo}/issues/{issue_number}/labels", run: addToIssue },
  { pattern: "PUT /repos/{owner}/{repo}/issues/{issue_number}/labels", run: setOnIssue },
  { pattern: "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels", run: clearIssue },
  { pattern: "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}", run: removeFromIssue },
];

function list(call: Call): Reply {
  const repository = repositoryOf(call, ["issues", "pull_requests", "metadata"]);
  return paged(call, [...repository.labels.values()], (label) => renderLabel(call.world, repository, label));
}

function create(call: Call): Reply {
  const repository = repositoryOf(call);
  const [color, description] = [text(call, "color"), text(call, "description")];
  const label = createLabel(acting(call), repository, {
    name: requiredText(call, "name", "Label"),
    ...(color === undefined ? {} : { color }),
    ...(description === undefined ? {} : { description }),
  });
  return created(renderLabel(call.world, repository, label));
}

function labelNamed(call: Call, repository: Repository): Label {
  return orNotFound(repository.labels.get(param(call, "name").toLowerCase()));
}

function read(call: Call): Reply {
  const repository = repositoryOf(call);
  return ok(renderLabel(call.world, repository, labelNamed(call, repository)));
}

function update(call: Call): Reply {
  const repository = repositoryOf(call);
  const label = labelNamed(call, repository);
  const name = text(call, "new_name") ?? label.name;
  repository.labels.delete(label.name.toLowerCase());
  const description = text(call, "description") ?? label.description;
  Object.assign(label, { name, color: text(call, "color") ?? label.color, description });
  repository.labels.set(name.toLowerCase(), label);
  return ok(renderLabel(call.world, repository, label));
}

function remove(call: Call): Reply {
  deleteLabel(acting(call), repositoryOf(call), param(call, "name"));
  return noContent;
}

function listOnIssue(call: Call): Reply {
  const issue = issueOf(call);
  return paged(call, labelsAsOf(issue, call.asOf), (label) => renderLabel(call.world, issue.repository, label));
}

function addToIssue(call: Call): Reply {
  const issue = issueOf(call);
  addLabels(acting(call), issue, namesIn(call));
  return labelsReply(call, issue);
}

function setOnIssue(call: Call): Reply {
  const issue = issueOf(call);
  setLabels(acting(call), issue, namesIn(call));
  return labelsReply(call, issue);
}

function clearIssue(call: Call): Reply {
  setLabels(acting(call), issueOf(call), []);
  return noContent;
}

function removeFromIssue(call: Call): Reply {
  const issue = issueOf(call);
  removeLabel(acting(call), issue, param(call, "name"));
  return labelsReply(call, issue);
}

function labelsReply(call: Call, issue: Issue): Reply {
  return ok(renderLabels(call.world, issue));
}

/** `{labels: [...]}` or a bare list, of names or of objects with one. */
function namesIn(call: Call): string[] {
  const given = call.list ?? call.body.labels;
  if (!Array.isArray(given)) throw new Refusal(422, 'Invalid request.\n\nNo subschema in "oneOf" matched.');
  return given.map((item: unknown) => {
    if (typeof item === "string") return item;
    if (typeof item === "object" && item !== null && "name" in item && typeof item.name === "string") return item.name;
    throw new Refusal(422, 'Invalid request.\n\nNo subschema in "oneOf" matched.');
  });
}
