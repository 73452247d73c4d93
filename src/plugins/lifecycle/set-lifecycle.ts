import type { Call, Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { LIFECYCLE_LABELS, type LifecycleState, withLifecycle, withoutLifecycle } from "./lifecycle-state.ts";
import { frozenIsForIssues } from "./messages.ts";

/** `/lifecycle` and `/remove-lifecycle`, line after line; only what the last line leaves is sent to GitHub. */
export async function setLifecycle(ctx: CommandContext<undefined>, calls: Calls<LifecycleState>): Promise<void> {
  const accepted = calls.filter((call) => !isRefused(ctx, call));
  if (accepted.length < calls.length) ctx.reply(frozenIsForIssues);
  if (accepted.length === 0) return;

  const { number } = ctx.subject;
  const labels = await ctx.github.labels(number);
  const before = LIFECYCLE_LABELS.filter((label) => hasLabel(labels, label));
  const after = accepted.reduce(apply, before);
  const gone = before.filter((label) => !hasLabel(after, label));
  const added = after.filter((label) => !hasLabel(before, label));

  const additions = added.length > 0 ? [ctx.github.addLabels(number, added)] : [];
  await settleAll([...gone.map((label) => ctx.github.removeLabel(number, label)), ...additions]);
  if (gone.length + added.length === 0 && accepted.length === calls.length) ctx.react("+1");
}

function apply(labels: readonly string[], { name, text }: Call<LifecycleState>): string[] {
  const label = labelAsTyped(text);
  return name === "lifecycle" ? withLifecycle(labels, label) : withoutLifecycle(labels, label);
}

/** GitHub knows a label in any spelling, and a repository that lacks it gets it as it was typed. Prow: handleOne. */
function labelAsTyped(text: string): string {
  return `lifecycle/${text.slice(text.indexOf(" ") + 1).trim()}`;
}

/** Prow compares the state as it was typed, so `/lifecycle FROZEN` passes. Prow: lifecycle/lifecycle.go, handleOne. */
function isRefused(ctx: CommandContext<undefined>, { name, text }: Call<LifecycleState>): boolean {
  return ctx.subject.isPull && name === "lifecycle" && text.includes(" frozen");
}
