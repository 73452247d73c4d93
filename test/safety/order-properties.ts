import fc from "fast-check";
import { type History, histories } from "./history.ts";
import { type PlayOptions, play } from "./play.ts";
import type { Stage } from "./stage.ts";

/** A promise about every history that people and the network can make. */
export type Property = (stage: Stage, options?: PlayOptions) => fc.IAsyncPropertyWithHooks<[History]>;

/** Reordered and repeated arrivals, and restarts in between, must not show. */
export const labelsAsTheClockHasThem: Property = (stage, options = {}) =>
  fc.asyncProperty(histories, async (history) => {
    const { labels, expected } = await play(stage, history, options);
    mustBe(labels, expected);
  });

/**
 * A label that lets a pull request be merged stands for what somebody saw: lgtm for a head on which somebody who may gave
 * it, approved for files that were approved; wherever the bot was killed.
 */
export const labelsOnlyForWhatWasSeen: Property = (stage, options = {}) =>
  fc.asyncProperty(histories, async (history) => {
    const { labels, expected, approvedHeads, head } = await play(stage, history, { killEvery: 6, ...options });
    if (labels.includes("lgtm") && !approvedHeads.has(head)) throw new Error("lgtm on a head that nobody approved");
    if (labels.includes("approved") && !expected.includes("approved"))
      throw new Error("approved without those who had to approve");
    mustBe(labels, expected);
  });

function mustBe(labels: readonly string[], expected: readonly string[]): void {
  const [is, should] = [labels, expected].map((each) => `[${each.join(", ")}]`);
  if (is !== should) throw new Error(`the labels are ${is} instead of ${should}`);
}
