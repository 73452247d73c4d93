import { expect, it } from "vitest";
import { associatedIssue } from "../../../src/plugins/approve/associated-issue.ts";

it.each([
  ["Fixes #2", 2],
  ["#2", 2],
  ["fixes other/x#7", 7],
  ["See https://github.com/acme/app/issues/12 please", 12],
  ["first #3 then #4", 3],
  ["an entity &#39;", 39],
  ["https://github.com/other/app/issues/12", undefined],
  ["https://github.com/acme/app/pull/12", undefined],
  ["# heading", undefined],
  ["#0", undefined],
  [`#${"9".repeat(30)} #1`, undefined],
  ["#\u0663", undefined],
  ["", undefined],
])("finds in %j the issue %s", (description, issue) => {
  expect(associatedIssue(description, "acme")).toBe(issue);
});

it("takes an organisation's name as it is written", () => {
  expect(associatedIssue("axb/app/issues/1", "a.b")).toBeUndefined();
  expect(associatedIssue("a-b/app/issues/1", "a-b")).toBe(1);
});
