/** No wall clock decides here; a long run may take hours. */
export const longRun = { timeout: 24 * 3_600_000 };

/**
 * How many random histories a property is tried on, and from which seed; a failure prints the seed and the shrunk
 * history. `PROVE_SEEDS` and `PROVE_SEED` say otherwise.
 */
export function runs(usually: number): { readonly numRuns: number; readonly seed: number } {
  const { PROVE_SEEDS, PROVE_SEED } = process.env;
  return { numRuns: Number(PROVE_SEEDS ?? usually), seed: Number(PROVE_SEED ?? 20_260_101) };
}
