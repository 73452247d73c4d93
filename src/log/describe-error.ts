import { pino } from "pino";

/** What goes wrong without a bug, by name: where in the code it was thrown says nothing to whoever reads the log. */
const NO_BUGS: ReadonlySet<string> = new Set(["GitHubError", "InboxUnavailable", "ConfigError", "UserError"]);

/** What was thrown, as a line's `err` says it: with its stack when it is a bug, else without. */
export function describeError(thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const { stack, ...described } = pino.stdSerializers.err(thrown);
  return NO_BUGS.has(thrown.name) ? described : { ...described, stack };
}
