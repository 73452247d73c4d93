import type { EventContext } from "../../plugin-kit/define-plugin.ts";
import type { LabelConfig } from "../label-config.ts";
import { assignedOn } from "../restricted-labels.ts";

/** Assigns the allowed users of the restricted labels that wait for the label just put on the pull request. */
export async function assignOn(ctx: EventContext<"pull_request.labeled", LabelConfig>): Promise<void> {
  const { label, number } = ctx.payload;
  const people = label === undefined ? [] : assignedOn(label.name, ctx.config.restricted);
  if (people.length === 0) return;
  const refused = await ctx.github.assign(number, people);
  if (refused.length > 0) ctx.log.warn({ number, refused }, "assign_on: GitHub did not take everybody");
}
