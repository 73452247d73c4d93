import type { Mutant } from "./rig/build.ts";
import type { Rig } from "./rig/rig.ts";

/** What a run found. */
export interface Result {
  /** What was measured, in one line. */
  readonly figure: string;
  /** Each promise that was broken, with what was seen; none when it held. */
  readonly broken: readonly string[];
  /** It ended in the middle: nothing is proved, and no bug is caught by that. */
  readonly unfinished?: boolean;
  /** Why it could not be tried on this machine. */
  readonly skipped?: string;
  /** The numbers, for machines. */
  readonly numbers?: Readonly<Record<string, number>>;
}

/** One promise and how it is tried: `short` in every test run, `long` by hand and at night. */
export interface Proof<P = unknown> {
  readonly id: string;
  /** The promise in plain words. */
  readonly promise: string;
  readonly short: P;
  readonly long: P;
  /** Bugs on which it must fail, tried with the short parameters. */
  readonly mutants: readonly Mutant[];
  run(params: P, rig: Rig): Promise<Result>;
}

/** Lets a list hold proofs whose parameters differ. */
export interface AnyProof extends Omit<Proof, "short" | "long" | "run"> {
  try(column: "short" | "long", rig: Rig): Promise<Result>;
}

/** A proof with its columns chosen by name. */
export function proof<P>(given: Proof<P>): AnyProof {
  const { id, promise, mutants } = given;
  return { id, promise, mutants, try: (column, rig) => given.run(given[column], rig) };
}

/** What a planted bug broke of what it must break; empty when it was not caught. */
export function caughtBy({ breaks }: Pick<Mutant, "breaks">, { broken, unfinished }: Result): readonly string[] {
  return unfinished ? [] : broken.filter((text) => breaks.test(text));
}

/** A skipped result, with its reason. */
export function skip(reason: string): Result {
  return { figure: "", broken: [], skipped: reason };
}
