import { trimBlanks } from "../../plugin-kit/grammar.ts";
import { scanCommands } from "../../plugin-kit/scan-commands.ts";

/** What one command line means for its writer's approval. */
export interface ApprovalLine {
  /** `approve`, `remove-approve` or `lgtm`. */
  readonly name: string;
  readonly effect: "approve" | "cancel";
  /** Whether it also waives that the pull request must name an issue. */
  readonly waivesIssue: boolean;
}

const NAMES: ReadonlySet<string> = new Set(["approve", "remove-approve", "lgtm"]);

/** Every line of a text that speaks about approval, in order, read as the bot reads comments. */
export function approvalLines(body: string): readonly ApprovalLine[] {
  return scanCommands(body)
    .filter(({ name }) => NAMES.has(name))
    .map(({ name, text }) => approvalLine(name, text));
}

/** Whether one of the lines makes its text count; `/lgtm` does only where it acts as approval. */
export function asksForApproval(lines: readonly { readonly name: string }[], lgtmActsAsApprove: boolean): boolean {
  return lines.some(({ name }) => name !== "lgtm" || lgtmActsAsApprove);
}

/** `cancel` anywhere in the argument cancels; `no-issue` waives only when it stands alone. Prow: approve, addApprovers. */
function approvalLine(name: string, text: string): ApprovalLine {
  const argument = trimBlanks(text).toLowerCase();
  const cancels = name === "remove-approve" || argument.includes("cancel");
  return { name, effect: cancels ? "cancel" : "approve", waivesIssue: !cancels && argument === "no-issue" };
}
