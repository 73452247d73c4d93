import type { DryRunResult } from "../../compose/compose-dry-run.ts";
import { oneLine } from "../one-line.ts";

/** What a dry run came to: one write a line, then what failed. */
export function formatPlan({ writes, failures, ignored }: DryRunResult): string {
  if (ignored !== undefined) return `Nothing to do: ${oneLine(ignored)}.`;
  const count = writes.length === 1 ? "1 write" : `${writes.length} writes`;
  return [
    `It would make ${count} to GitHub; none was made.`,
    ...writes.map(({ method, path, body, plugin }) => {
      const rest = body === undefined ? "" : ` ${oneLine(JSON.stringify(body))}`;
      return `  ${plugin}: ${method} ${oneLine(path)}${rest}`;
    }),
    ...failures.map(({ step, reason }) => `  ${oneLine(step)} failed: ${oneLine(reason)}`),
  ].join("\n");
}
