import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { addKnownLabels, unknownLabels } from "../add-known-labels.ts";
import { closeThread } from "../close-and-reopen.ts";
import { type CloseConfig, extrasFor } from "./close-config.ts";
import type { GivenReason } from "./close-reason.ts";
import { labelsMissing } from "./messages.ts";

/** `/close` with a reason: closes, then adds what the configuration wants said and set. The last reason given holds. */
export async function closeWithReason(ctx: CommandContext<CloseConfig>, calls: Calls<GivenReason>): Promise<void> {
  const given = calls.map(({ args }) => args).findLast(({ reason }) => reason !== undefined);
  const reason = given?.reason ?? "completed";
  if (!(await closeThread(ctx, { reason, original: given?.original }))) return;

  const { comment, labels } = extrasFor(ctx.config, reason);
  if (comment !== "") ctx.reply(comment);
  const missing = await unknownLabels(ctx.github, labels);
  if (missing.length > 0) ctx.reply(labelsMissing(missing));
  await addKnownLabels(ctx.github, ctx.subject.number, labels);
}
