import { describe, expect, it } from "vitest";
import type { Approval } from "../../../src/plugins/approve/approvals-from-history.ts";
import { type ApprovalFacts, judgeApproval } from "../../../src/plugins/approve/judge-approval.ts";
import { ownersOf } from "../support/owners-of.ts";

const owners = ownersOf({
  OWNERS: "approvers: [ann]\n",
  "pkg/OWNERS": "approvers: [pat]\n",
  "docs/OWNERS": "options: {no_parent_owners: true}\napprovers: [dora]\n",
});

function approvals(...given: string[]): ReadonlyMap<string, Approval> {
  return new Map(
    given.map((word) => {
      const login = word.replace("!", "");
      return [login.toLowerCase(), { login, how: "approved", url: "#", waivesIssue: word.endsWith("!") }];
    }),
  );
}

function judge(change: Partial<ApprovalFacts>) {
  return judgeApproval({
    approvals: approvals(),
    owners,
    files: ["pkg/a.go"],
    truncated: false,
    assignees: [],
    labelledByHand: false,
    issueRequired: false,
    seed: 7,
    ...change,
  });
}

describe("a change is approved", () => {
  it.each([
    [["pkg/a.go"], ["PAT"], true],
    [["pkg/a.go"], ["ann"], true],
    [["pkg/a.go"], ["dora", "otto"], false],
    [["docs/x.md"], ["ann"], false],
    [["docs/x.md"], ["dora"], true],
    [["pkg/a.go", "docs/x.md"], ["ann"], false],
    [["pkg/a.go", "docs/x.md"], ["ann", "dora"], true],
    [["pkg/a.go", "README.md"], ["pat"], false],
    [[], ["ann"], false],
  ])("of %j by %j: %s", (files, by, approved) => {
    expect(judge({ files, approvals: approvals(...by) }).approved).toBe(approved);
  });

  it("by a label somebody added by hand", () => {
    expect(judge({ labelledByHand: true })).toMatchObject({ approved: true, byHandOnly: true, filesApproved: false });
    const both = judge({ labelledByHand: true, approvals: approvals("pat") });
    expect(both).toMatchObject({ approved: true, byHandOnly: false });
  });
});

describe("an issue, where one is required,", () => {
  it.each([
    { by: ["pat"], issue: undefined, approved: false },
    { by: ["pat"], issue: 4, approved: true },
    { by: ["pat!"], issue: undefined, approved: true },
    { by: ["pat", "ann!"], issue: undefined, approved: true },
    { by: ["pat", "otto!"], issue: undefined, approved: false },
    { by: ["otto!"], issue: undefined, approved: false },
  ])("with approvals of $by and issue $issue: $approved", ({ by, issue, approved }) => {
    const named = issue === undefined ? {} : { issue };
    expect(judge({ issueRequired: true, approvals: approvals(...by), ...named }).approved).toBe(approved);
  });
});

describe("a change of which GitHub lists only some files", () => {
  it("needs an approver of the root besides the approvers of what is listed", () => {
    const some = judge({ truncated: true, approvals: approvals("pat") });
    expect(some).toMatchObject({ approved: false, filesApproved: false, rootApproverMissing: true });
    const all = judge({ truncated: true, files: ["docs/x.md"], approvals: approvals("dora", "ann") });
    expect(all).toMatchObject({ approved: true, rootApproverMissing: false });
    expect([...all.effective].sort()).toEqual(["ann", "dora"]);
  });

  it("is not approved by the root approver where they may not approve what is listed", () => {
    expect(judge({ truncated: true, files: ["docs/x.md"], approvals: approvals("ann") }).approved).toBe(false);
  });
});

describe("the verdict", () => {
  it("names every directory with who approved it, spelled as on GitHub", () => {
    const { directories } = judge({ files: ["docs/x.md", "pkg/a.go"], approvals: approvals("Pat", "otto") });
    expect(directories).toEqual([
      { directory: "docs", approvedBy: [], fullyApproved: false },
      { directory: "pkg", approvedBy: ["Pat"], fullyApproved: true },
    ]);
  });

  it("says whom to ask, those assigned apart", () => {
    const files = ["docs/x.md", "pkg/a.go"];
    expect(judge({ files, assignees: ["Dora", "otto"] })).toMatchObject({ assigned: ["dora"], unassigned: ["pat"] });
    expect(judge({ files, approvals: approvals("pat", "dora") })).toMatchObject({ assigned: [], unassigned: [] });
  });

  it("sorts approvals by login without case", () => {
    const { approvals: sorted } = judge({ approvals: approvals("Zoe", "ann", "Bob") });
    expect(sorted.map(({ login }) => login)).toEqual(["ann", "Bob", "Zoe"]);
  });
});
