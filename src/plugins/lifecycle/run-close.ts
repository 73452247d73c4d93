import type { Calls, CommandContext } from "../../plugin-kit/define-plugin.ts";
import { closeThread } from "../close-and-reopen.ts";

/** `/close [not-planned]`; one `not-planned` anywhere in the text counts for all. Prow: lifecycle/close.go. */
export async function runClose(ctx: CommandContext<undefined>, calls: Calls<"" | "not-planned">): Promise<void> {
  const notPlanned = calls.some(({ args }) => args === "not-planned");
  await closeThread(ctx, { reason: notPlanned ? "not_planned" : "completed" });
}
