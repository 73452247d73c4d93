import { describe, expect, it } from "vitest";
import { aliasNames, checkAliases } from "../../src/config/check-aliases.ts";
import { checkOwners } from "../../src/config/check-owners.ts";
import { formatProblem } from "../../src/config/config-error.ts";

const around = { aliases: new Set(["leads"]), labelsDenylist: new Set(["approved"]), isRoot: false };
const owners = (text: string, more = {}) => checkOwners(text, "OWNERS", { ...around, ...more }).map(formatProblem);
const aliases = (text: string) => checkAliases(text, "OWNERS_ALIASES").map(formatProblem);

describe("checkOwners", () => {
  it.each([
    "approvers: [alice, '@Bob', Leads, 'dependabot[bot]']\nemeritus_approvers: [carol]\nemeritus_reviewers: x\n",
    "Reviewers:\n- alice\nrequired_reviewers: [org/team]\nlabels: [area/x]\noptions: {no_parent_owners: yes}\n",
    "options:\n  no_parent_owners: true\n  auto_approve_unowned_subfolders: false\n",
    'filters:\n  ".*":\n    approvers: [alice]\n    emeritus_approvers: [bob]\n  "\\\\.go$":\n    labels: [go]\n',
    "approvers:\nreviewers: []\n",
  ])("has nothing to say about %j", (text) => {
    expect(owners(text)).toEqual([]);
  });

  it.each([
    ["", "OWNERS: warning: an empty OWNERS file has no effect; name approvers or remove it"],
    ["- alice", "OWNERS:1:1: error: an OWNERS file is a map with keys such as `approvers:`"],
    [
      "approvers:\n- @alice",
      "OWNERS:2:3: error: not YAML: Plain value cannot start with reserved character @; put the value in quotes; the file counts as empty",
    ],
    [
      "approvers: alice",
      "OWNERS:1:12: error: approvers must be a list, so the whole file is ignored; write each on a line after a dash",
    ],
    [
      "approvers: [alice, 123]",
      'OWNERS:1:20: error: YAML reads "123" as a number or as true or false, so the whole file is ignored; write "123" in quotes',
    ],
    [
      "reviewers:\n- on",
      'OWNERS:2:3: error: YAML reads "on" as a number or as true or false, so the whole file is ignored; write "on" in quotes',
    ],
    [
      'filters: {".*": {approvers: [no]}}',
      'OWNERS:1:30: warning: YAML reads "no" as a number or as true or false, so another name may be meant than written; write "no" in quotes',
    ],
    [
      "labels: [{a: b}]",
      "OWNERS:1:10: error: labels may hold names only, so the whole file is ignored; write one name a line",
    ],
    ["approvers:\n-\n- alice", "OWNERS:2:2: warning: an empty item names nobody; remove it"],
    ["approver: [alice]", 'OWNERS:1:1: warning: the key "approver" is ignored; did you mean "approvers"?'],
    [
      "options: {no_parent_owner: true}",
      'OWNERS:1:11: warning: the option "no_parent_owner" is ignored; did you mean "no_parent_owners"?',
    ],
    [
      'options: {no_parent_owners: "yes"}',
      "OWNERS:1:29: error: no_parent_owners must be true or false without quotes; the whole file is ignored",
    ],
    [
      "options: true",
      "OWNERS:1:10: error: options must be a map, so the whole file is ignored; write `no_parent_owners: true` below it",
    ],
    [
      'approvers: [a]\nfilters: {".*": {}}',
      "OWNERS:2:1: warning: filters are ignored beside lists; move the lists into the filter `.*`",
    ],
    [
      'filters: {"(": {approvers: [a]}}',
      'OWNERS:1:11: error: the pattern "(" is not RE2: missing closing ): `(`; the filter matches nothing',
    ],
    [
      "filters: [a]",
      'OWNERS:1:10: error: filters must be a map from patterns to lists; write `".*":` and the lists below it',
    ],
    ['filters: {".*": alice}', "OWNERS:1:17: error: a filter must hold keys such as `approvers:`"],
    ['filters: {".*": {options: {}}}', 'OWNERS:1:18: warning: the key "options" is ignored'],
    [
      "labels: [Approved]",
      'OWNERS:1:10: warning: OWNERS may not set the label "Approved" (owners.labels_denylist); remove it',
    ],
    [
      "approvers: [docs-approvers]",
      'OWNERS:1:13: note: "docs-approvers" is no alias of OWNERS_ALIASES; as a login it may name nobody',
    ],
    [
      "approvers: [docs_team]",
      'OWNERS:1:13: note: "docs_team" is no alias of OWNERS_ALIASES; as a login it may name nobody',
    ],
    ["approvers: [a]\napprovers: [b]", 'OWNERS:2:1: warning: the key "approvers" is repeated; only this one counts'],
  ])("%j: %s", (text, problem) => {
    expect(owners(text)).toEqual([problem]);
  });

  it.each([
    ["reviewers: [alice]", 1],
    ['filters: {"\\\\.go$": {approvers: [alice]}}', 1],
    ['filters: {".*": {approvers: [alice]}}', 0],
    ["approvers: [alice]", 0],
  ])("wants approvers for every file of the root: %j", (text, count) => {
    const missing =
      "OWNERS:1:1: warning: the root names no approvers for all files, so files without a nearer OWNERS have none";
    expect(owners(text, { isRoot: true })).toEqual(Array(count).fill(missing));
  });

  it("takes a name that could be a login for one where there are no aliases", () => {
    expect(owners("approvers: [docs-approvers]", { aliases: undefined })).toEqual([]);
  });
});

describe("checkAliases", () => {
  it.each(["aliases:\n  leads: [alice, bob]\n  none: []\n  empty:\n  old: {carol, dave}\n", "", "aliases:\n"])(
    "has nothing to say about %j",
    (text) => {
      expect(aliases(text)).toEqual([]);
    },
  );

  it.each([
    ["- a", "OWNERS_ALIASES:1:1: error: write `aliases:` and below it each alias with its list"],
    ["alias: {}", 'OWNERS_ALIASES:1:1: warning: the key "alias" is ignored; did you mean "aliases"?'],
    [
      "aliases: [a]",
      "OWNERS_ALIASES:1:10: error: aliases must be a map from a name to a list of logins; the whole file is ignored",
    ],
    [
      "aliases: {leads: alice}",
      'OWNERS_ALIASES:1:18: error: the alias "leads" must be a list; other aliases may be lost too; write each login on a line after a dash',
    ],
    [
      "aliases: {leads: [alice, 123]}",
      'OWNERS_ALIASES:1:26: error: YAML reads "123" as a number or as true or false, so aliases are lost; write "123" in quotes',
    ],
    [
      "aliases: {leads: [a], all: [Leads]}",
      'OWNERS_ALIASES:1:29: warning: "Leads" is an alias itself, and aliases are not followed twice; write its members',
    ],
    ["aliases: {leads: [[a]]}", "OWNERS_ALIASES:1:19: error: an alias may hold logins only; write one login a line"],
  ])("%j: %s", (text, problem) => {
    expect(aliases(text)).toEqual([problem]);
  });

  it("knows the names of aliases, none of a file that cannot be read", () => {
    expect([...aliasNames("aliases: {Leads: [a], '@x': []}", "f")]).toEqual(["leads", "x"]);
    expect(aliasNames("aliases: [", "f").size).toBe(0);
  });
});
