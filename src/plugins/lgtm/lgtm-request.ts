import { oneOf } from "../../plugin-kit/grammar.ts";
import { scanCommands } from "../../plugin-kit/scan-commands.ts";

export type LgtmWord = "" | "no-issue" | "cancel";

/** What may follow `/lgtm` on its line. */
export const lgtmWords = oneOf<LgtmWord>("", "no-issue", "cancel");

export interface LgtmUse {
  /** `lgtm` or `remove-lgtm`. */
  readonly name: string;
  readonly args: LgtmWord;
}

/**
 * What the uses in one text come to: one that adds outweighs every cancel, wherever it stands. Undefined when none
 * counts, because `/remove-lgtm` takes no word. Prow: pkg/plugins/lgtm, LGTMRe before LGTMCancelRe.
 */
export function lgtmRequest(uses: readonly LgtmUse[]): "add" | "remove" | undefined {
  if (uses.some((use) => use.name === "lgtm" && use.args !== "cancel")) return "add";
  const removes = uses.some((use) => (use.name === "lgtm" ? use.args === "cancel" : use.args === ""));
  return removes ? "remove" : undefined;
}

/** What a whole text asks for, read as the bot reads comments. */
export function lgtmRequestIn(body: string): "add" | "remove" | undefined {
  const uses = scanCommands(body).flatMap(({ name, text }) => {
    const args = name === "lgtm" || name === "remove-lgtm" ? lgtmWords.parse(text) : undefined;
    return args === undefined ? [] : [{ name, args }];
  });
  return lgtmRequest(uses);
}
