import type { CloseReason } from "../github/github.ts";
import { quoted } from "../plugin-kit/quoted.ts";

const REASONS: Readonly<Record<CloseReason, string>> = {
  completed: "completed",
  not_planned: "not planned",
  duplicate: "a duplicate",
};

export const mayNotClose =
  "Only the author and collaborators of this repository can close this while it is active. " +
  "Once it carries `lifecycle/stale` or `lifecycle/rotten`, anyone can.";

export const mayNotReopen = "Only the author and collaborators of this repository can reopen this.";

export function pullsHaveNoReason(reason: CloseReason): string {
  return `A pull request cannot be closed as ${REASONS[reason]}: GitHub has that for issues only. \`/close\` alone closes it.`;
}

export function closedPull(): string {
  return "Closed this pull request, as you asked.";
}

export function closedIssue(reason: CloseReason, original: number | undefined): string {
  if (original !== undefined) return `Closed this issue as a duplicate of #${original}, as you asked.`;
  return reason === "completed"
    ? "Closed this issue, as you asked."
    : `Closed this issue as ${REASONS[reason]}, as you asked.`;
}

export function reopened(isPull: boolean): string {
  return `Reopened this ${isPull ? "pull request" : "issue"}, as you asked.`;
}

export function reopenRefused(reason: string): string {
  return `GitHub did not let me reopen this: ${quoted(reason)}`;
}
