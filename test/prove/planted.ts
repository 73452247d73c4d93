import { afterAll, beforeAll, expect, it, type TestContext } from "vitest";
import { type AnyProof, caughtBy, type Result } from "../../prove/proof.ts";
import { type Build, buildProduct, plant } from "../../prove/rig/build.ts";
import { withRig } from "../../prove/rig/rig.ts";
import { mayBeLeftOut } from "../../prove/summary.ts";

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
      async (context) => {
        const result = await withRig({ seed: SEED, build }, (rig) => each.try("short", rig));
        leaveOut(each.id, result, context);
        expect(result.broken).toEqual([]);
      },
      LONG,
    );
    it.for(each.mutants)(`${each.id} fails when the product $name`, { timeout: LONG }, async (mutant, context) => {
      const planted = plant(build, mutant);
      try {
        const result = await withRig({ seed: SEED, build: planted }, (rig) => each.try("short", rig));
        leaveOut(each.id, result, context);
        expect(caughtBy(mutant, result), String(mutant.breaks)).not.toEqual([]);
      } finally {
        planted.remove();
      }
    });
  }
}

/** A trial that was skipped proves nothing: it fails, unless `PROVE_MAY_SKIP` names it; then it is counted as skipped. */
function leaveOut(id: string, { skipped }: Result, context: TestContext): void {
  if (skipped === undefined) return;
  expect(mayBeLeftOut(id, process.env.PROVE_MAY_SKIP), `${skipped} (PROVE_MAY_SKIP=${id} lets it be left out)`).toBe(
    true,
  );
  context.skip(skipped);
}
