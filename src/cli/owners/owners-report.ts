import { withoutControls } from "../../config/printable.ts";
import { coverage, filesApproved } from "../../owners/approval.ts";
import type { Owners } from "../../owners/owners.ts";
import type { OwnersDescription, PathOwners } from "./describe-owners.ts";

export interface ReportOptions {
  readonly owners: Owners;
  readonly approvedBy?: readonly string[] | undefined;
}

/** The description as a person reads it: a block a path, then what is still unapproved. */
export function ownersReport(description: OwnersDescription, options: ReportOptions): string {
  const blocks = description.paths.map((path) => pathBlock(path, options.owners));
  const verdict = options.approvedBy === undefined ? [] : [approvalBlock(description, options)];
  const lines = [...blocks, ...verdict].join("\n\n").split("\n");
  return lines.map(withoutControls).join("\n");
}

function pathBlock(path: PathOwners, owners: Owners): string {
  const rows: readonly (readonly [string, string])[] = [
    ["approvers", people(path.leafApprovers, path.approvers)],
    ["from", path.leafApprovers.length === 0 ? "" : place(owners.approverDirectory(path.path), owners)],
    ["reviewers", people(path.leafReviewers, path.reviewers)],
    ["from", path.leafReviewers.length === 0 ? "" : place(owners.reviewerDirectory(path.path), owners)],
    ["required", path.requiredReviewers.join(", ")],
    ["labels", path.labels.join(", ")],
  ];
  const shown = rows.filter(([, value]) => value !== "");
  return [path.path, ...shown.map(([name, value]) => `  ${name.padEnd(10)} ${value}`)].join("\n");
}

/** Those of the nearest file first, then those who inherit the right from further up. */
function people(nearest: readonly string[], all: readonly string[]): string {
  const others = all.filter((login) => !nearest.includes(login));
  const inherited = others.length === 0 ? "" : ` (and ${others.join(", ")} from above)`;
  return nearest.length === 0 ? "nobody: no file here or above names one" : `${nearest.join(", ")}${inherited}`;
}

/** The file that decides; a Markdown file speaks for itself. */
function place(directory: string, { fileName }: Owners): string {
  if (directory.endsWith(".md")) return directory;
  return directory === "" ? fileName : `${directory}/${fileName}`;
}

function approvalBlock({ paths, unapproved }: OwnersDescription, { owners, approvedBy = [] }: ReportOptions): string {
  const question = {
    owners,
    files: paths.map(({ path }) => path),
    approved: new Set(approvedBy.map((login) => login.toLowerCase())),
  };
  const lines = coverage(question).map(({ directory, approvedBy: by, fullyApproved }) => {
    const names = by.length === 0 ? "nobody yet" : by.join(", ");
    return `  ${fullyApproved ? "approved  " : "unapproved"} ${place(directory, owners)} (${names})`;
  });
  const verdict = filesApproved(question)
    ? "approved"
    : `not approved: ${unapproved.map((name) => place(name, owners)).join(", ")}`;
  return [verdict, ...lines].join("\n");
}
