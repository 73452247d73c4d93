import type { Call, Route } from "../http/call.ts";
import { pageOf } from "../http/pages.ts";
import { ok, type Reply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";
import { renderIssue } from "../render/issue.ts";
import { fullName } from "../render/repository.ts";
import { allows, permissionOf } from "../state/access.ts";
import { commitsOf, isPull } from "../state/pulls.ts";
import type { Issue } from "../state/records.ts";
import type { World } from "../state/world.ts";

export const searchRoutes: readonly Route[] = [{ pattern: "GET /search/issues", run: search }];

type Test = (issue: Issue) => boolean;

/** Qualifiers with a value; several are joined by "and". */
const QUALIFIERS: Readonly<Record<string, (world: World, value: string) => Test>> = {
  type: (_, value) => (issue) => isPull(issue) === (value === "pr"),
  state: (_, value) => (issue) => issue.state === value,
  author: (_, value) => (issue) => issue.author.login.toLowerCase() === value.toLowerCase(),
  assignee: (_, value) => (issue) =>
    issue.assignees.some((account) => account.login.toLowerCase() === value.toLowerCase()),
  org: (_, value) => (issue) => issue.repository.owner.login.toLowerCase() === value.toLowerCase(),
  user: (_, value) => (issue) => issue.repository.owner.login.toLowerCase() === value.toLowerCase(),
  repo: (_, value) => (issue) => fullName(issue.repository).toLowerCase() === value.toLowerCase(),
  label: (_, value) => (issue) => issue.labels.some((label) => label.name.toLowerCase() === value.toLowerCase()),
  base: (_, value) => (issue) => issue.pull?.base.ref === value,
  head: (_, value) => (issue) => issue.pull?.head.ref === value,
  sha: (world, value) => (issue) => isPull(issue) && commitsOf(world, issue).some((sha) => sha.startsWith(value)),
  is: (_, value) => (issue) => IS[value]?.(issue) ?? false,
};

const IS: Readonly<Record<string, Test>> = {
  pr: isPull,
  issue: (issue) => !isPull(issue),
  open: (issue) => issue.state === "open",
  closed: (issue) => issue.state === "closed",
  merged: (issue) => issue.pull?.merged === true,
  unmerged: (issue) => issue.pull?.merged === false,
  draft: (issue) => issue.pull?.draft === true,
  public: (issue) => !issue.repository.private,
};

function search(call: Call): Reply {
  const query = call.query.get("q");
  if (query === null || query.trim() === "")
    throw new Refusal(422, "Validation Failed", [{ resource: "Search", field: "q", code: "missing" }]);
  const tests = termsOf(query).map((term) => testOf(call.world, term));
  const found: Issue[] = [];
  for (const repository of call.world.repositories.values()) {
    if (!visible(call, repository.private, repository.issues.values().next().value)) continue;
    for (const issue of repository.issues.values()) if (tests.every((test) => test(issue))) found.push(issue);
  }
  found.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
  const { items, headers } = pageOf(call, found);
  const rendered = items.map((issue) => ({ ...renderIssue(call.world, issue), score: 1 }));
  return {
    ...ok({ total_count: found.length, incomplete_results: false, search_type: "lexical", items: rendered }),
    headers,
  };
}

function visible(call: Call, hidden: boolean, sample: Issue | undefined): boolean {
  if (!hidden) return true;
  if (sample === undefined || call.caller.kind !== "actor") return false;
  const { actor } = call.caller;
  if (actor.installation !== undefined) return actor.installation.account === sample.repository.owner;
  return allows(permissionOf(call.world, sample.repository, actor.account), "read");
}

/** Words and `name:value` terms, quotes kept together. */
function termsOf(query: string): string[] {
  return query.match(/(?:[^\s"]|"[^"]*")+/g) ?? [];
}

function testOf(world: World, term: string): Test {
  const negated = term.startsWith("-");
  const plain = negated ? term.slice(1) : term;
  const colon = plain.indexOf(":");
  const name = plain.slice(0, Math.max(0, colon));
  const value = plain.slice(colon + 1).replaceAll('"', "");
  const qualifier = Object.hasOwn(QUALIFIERS, name) ? QUALIFIERS[name] : undefined;
  const test = qualifier === undefined ? wordTest(plain) : qualifier(world, value);
  return negated ? (issue) => !test(issue) : test;
}

function wordTest(word: string): Test {
  const wanted = word.replaceAll('"', "").toLowerCase();
  return (issue) =>
    /^[0-9a-f]{7,40}$/.test(wanted)
      ? issue.pull?.head.sha.startsWith(wanted) === true
      : `${issue.title}\n${issue.body ?? ""}`.toLowerCase().includes(wanted);
}
