import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { filesApproved, unapprovedDirectories } from "../../src/owners/approval.ts";
import type { Owners } from "../../src/owners/owners.ts";
import { resolveOwners } from "../../src/owners/resolve-owners.ts";

interface RecordedCase {
  readonly path: string;
  readonly approvers: string[];
  readonly leafApprovers: string[];
  readonly reviewers: string[];
  readonly leafReviewers: string[];
  readonly requiredReviewers: string[];
  readonly labels: string[];
  readonly approverDir: string;
  readonly reviewerDir: string;
  readonly noParentOwners: boolean;
}

interface RecordedTree {
  readonly id: string;
  readonly files: Record<string, string>;
  readonly mdYaml: boolean;
  readonly denylist: string[];
  readonly cases: RecordedCase[];
  readonly approvals: { files: string[]; by: string[]; unapproved: string[]; approved: boolean }[];
}

const data = new URL("../conformance/data/owners.json", import.meta.url);
const trees = JSON.parse(readFileSync(data, "utf8")) as RecordedTree[];

function ownersOf(tree: RecordedTree): Owners {
  const settings = {
    fileName: "OWNERS",
    aliasesPath: "OWNERS_ALIASES",
    markdownFrontMatter: tree.mdYaml,
    skipCollaborators: true,
    ignoredDirectories: tree.denylist,
  };
  return resolveOwners({ files: new Map(Object.entries(tree.files)) }, { settings });
}

function answer(owners: Owners, path: string): RecordedCase {
  const sorted = (items: ReadonlySet<string>) => [...items].sort();
  return {
    path,
    approvers: sorted(owners.approvers(path)),
    leafApprovers: sorted(owners.leafApprovers(path)),
    reviewers: sorted(owners.reviewers(path)),
    leafReviewers: sorted(owners.leafReviewers(path)),
    requiredReviewers: sorted(owners.requiredReviewers(path)),
    labels: sorted(owners.labels(path)),
    approverDir: owners.approverDirectory(path),
    reviewerDir: owners.reviewerDirectory(path),
    noParentOwners: owners.isNoParentOwners(path),
  };
}

describe("OWNERS trees as Prow resolved them", () => {
  it("has all of them", () => {
    expect(trees.length).toBe(200);
  });

  it.each(trees.map((tree) => [tree.id, tree] as const))("%s", (_id, tree) => {
    const owners = ownersOf(tree);
    expect(tree.cases.map(({ path }) => answer(owners, path))).toEqual(tree.cases);
    const verdicts = tree.approvals.map(({ files, by }) => {
      const question = { owners, files, approved: new Set(by.map((login) => login.toLowerCase())) };
      const unapproved = unapprovedDirectories(question);
      return { files, by, unapproved, approved: filesApproved(question) };
    });
    expect(verdicts).toEqual(tree.approvals);
  });
});
