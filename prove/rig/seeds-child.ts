import fc from "fast-check";
import { labelsAsTheClockHasThem, labelsOnlyForWhatWasSeen } from "../../test/safety/order-properties.ts";
import { furnish } from "../../test/safety/play.ts";
import { openStage } from "../../test/safety/stage.ts";

const properties = { labelsAsTheClockHasThem, labelsOnlyForWhatWasSeen };

/** Histories to be played: which ones is decided by the seed. */
export interface Chunk {
  readonly property: keyof typeof properties;
  readonly seed: number;
  readonly runs: number;
}

export interface Tried {
  readonly runs: number;
  /** What was not as promised, with the smallest history found that shows it. */
  readonly failure?: string;
}

async function tryOut({ property, seed, runs }: Chunk): Promise<Tried> {
  // A fresh world for each chunk: one that remembers thousands of repositories grows slow.
  const stage = await openStage();
  furnish(stage);
  try {
    const details = await fc.check(properties[property](stage), { numRuns: runs, seed });
    if (!details.failed) return { runs };
    const history = JSON.stringify(details.counterexample?.[0]);
    return { runs: details.numRuns, failure: `${String(details.errorInstance)}\n${history}` };
  } finally {
    await stage.close();
  }
}

process.on("message", async (chunk: Chunk) => process.send?.(await tryOut(chunk)));
process.on("disconnect", () => process.exit(0));
