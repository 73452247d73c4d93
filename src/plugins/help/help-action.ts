/** The one thing a text with help commands does. */
export type HelpAction = "remove-help" | "add-good-first" | "add-help" | "remove-good-first";

export interface HelpState {
  readonly helpWanted: boolean;
  readonly goodFirst: boolean;
}

/** The first action that applies, or undefined when all is so already. Prow: pkg/plugins/help, handle. */
export function helpAction(
  commands: ReadonlySet<string>,
  { helpWanted, goodFirst }: HelpState,
): HelpAction | undefined {
  if (helpWanted && commands.has("remove-help")) return "remove-help";
  if (!goodFirst && commands.has("good-first-issue")) return "add-good-first";
  if (!helpWanted && commands.has("help")) return "add-help";
  if (goodFirst && commands.has("remove-good-first-issue")) return "remove-good-first";
  return undefined;
}
