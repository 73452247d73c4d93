import { afterAll, beforeAll, expect, it } from "vitest";
import { type AnyProof, caughtBy } from "../../prove/proof.ts";
import { type Build, buildProduct, plant } from "../../prove/rig/build.ts";
import { withRig } from "../../prove/rig/rig.ts";

/** Every run has the same chances, so that a failure can be had again. */
const SEED = 20_240_229;
const LONG = 120_000;

/** The short column of each proof must hold on the product, and must not hold on a copy with a bug in it. */
export function holdsAndCatches(proofs: readonly AnyProof[]): void {
  let build: Build;
  beforeAll(() => {
    build = buildProduct();
  }, LONG);
  afterAll(() => build.remove());

  for (const each of proofs) {
    it(
      `${each.id}: ${each.promise}`,
      async () => {
        const { broken } = await withRig({ seed: SEED, build }, (rig) => each.try("short", rig));
        expect(broken).toEqual([]);
      },
      LONG,
    );
    it.each(each.mutants)(
      `${each.id} fails when the product $name`,
      async (mutant) => {
        const planted = plant(build, mutant);
        try {
          const result = await withRig({ seed: SEED, build: planted }, (rig) => each.try("short", rig));
          if (result.skipped === undefined) expect(caughtBy(mutant, result), String(mutant.breaks)).not.toEqual([]);
        } finally {
          planted.remove();
        }
      },
      LONG,
    );
  }
}
