import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";

const HOLD = "do-not-merge/hold";

/** `/hold` and its removals; one removal anywhere in the text makes the whole text a removal. Prow: pkg/plugins/hold. */
export async function setHold(ctx: CommandContext<undefined>, calls: Calls<string>): Promise<void> {
  const { number } = ctx.subject;
  const wanted = !calls.some(({ name, args }) => name !== "hold" || saysCancel(args));
  const held = hasLabel(await ctx.github.labels(number), HOLD);
  if (wanted === held) ctx.react("+1");
  else if (wanted) await ctx.github.addLabels(number, [HOLD]);
  else await ctx.github.removeLabel(number, HOLD);
}

function saysCancel(reason: string): boolean {
  const end = reason.search(/[ \t\f\r]/);
  return (end < 0 ? reason : reason.slice(0, end)).toLowerCase() === "cancel";
}
