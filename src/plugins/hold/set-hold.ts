import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";
import { isOvertaken, obeyed, wordOf } from "../../plugin-kit/latest-word.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";

const HOLD = "do-not-merge/hold";

/** `/hold` and its removals; one removal anywhere in the text makes the whole text a removal. Prow: pkg/plugins/hold. */
export async function setHold(ctx: CommandContext<undefined>, calls: Calls<string>): Promise<void> {
  const { number } = ctx.subject;
  const word = wordOf(ctx.comment);
  if (await isOvertaken(ctx.memory, number, word)) return;
  const wanted = !calls.some(({ name, args }) => name !== "hold" || saysCancel(args));
  const held = hasLabel(await ctx.github.labels(number), HOLD);
  if (wanted === held) ctx.react("+1");
  await settleAll([obeyed(ctx.memory, number, word), ...(wanted === held ? [] : [change(ctx, wanted)])]);
}

function change({ github, subject }: CommandContext<undefined>, wanted: boolean): Promise<void> {
  return wanted ? github.addLabels(subject.number, [HOLD]) : github.removeLabel(subject.number, HOLD);
}

function saysCancel(reason: string): boolean {
  const end = reason.search(/[ \t\f\r]/);
  return (end < 0 ? reason : reason.slice(0, end)).toLowerCase() === "cancel";
}
