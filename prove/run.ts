import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type AnyProof, caughtBy, type Result } from "./proof.ts";
import { proofs } from "./proofs.ts";
import type { Mutant } from "./rig/build.ts";
import { type Build, buildProduct, plant } from "./rig/build.ts";
import { withRig } from "./rig/rig.ts";
import { exitCodeOf, type Judged, summary } from "./summary.ts";

interface Row extends Judged {
  readonly promise: string;
  readonly seed: number;
  readonly seconds: number;
  readonly broken: readonly string[];
  readonly numbers: Readonly<Record<string, number>>;
  readonly unfinished: boolean;
}

const { values: options } = parseArgs({
  options: {
    only: { type: "string" },
    long: { type: "boolean", default: false },
    seed: { type: "string" },
    json: { type: "string" },
    mutant: { type: "boolean", default: false },
    "no-skips": { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

const USAGE = `npm run prove -- [--only T1,T3] [--long] [--seed N] [--json FILE] [--mutant] [--no-skips]

  --only      these proofs, not all of them
  --long      the long columns: more kills, more deliveries, more time; a skipped proof fails, as with --no-skips
  --seed      decides everything left to chance; printed in the table
  --json      writes the rows to a file
  --mutant    plants each proof's bugs instead, and fails when one is not caught
  --no-skips  fails when a proof cannot be tried on this machine; else it is only counted and named

The last lines count what holds, what is broken and what was skipped, and why. Exit code: 0 when nothing is broken, 1 when
something is, 2 when something was skipped that may not be, or nothing was tried.
`;

/** The proofs that were asked for, one after the other; resolves to the exit code. */
async function main(): Promise<number> {
  if (options.help) {
    process.stdout.write(USAGE);
    return 0;
  }
  const seed = Number(options.seed ?? Date.now() % 1_000_000);
  const wanted = chosen(options.only);
  const build = buildProduct();
  try {
    const rows: Row[] = [];
    for (const each of wanted)
      rows.push(...(options.mutant ? await mutantsOf(each, build, seed) : [await row(each, build, seed)]));
    process.stdout.write(`\n${table(rows)}\n${summary(rows)}`);
    if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
    return exitCodeOf(rows, { skipsCount: options.long || options["no-skips"] });
  } finally {
    build.remove();
  }
}

function chosen(only: string | undefined): readonly AnyProof[] {
  if (only === undefined) return proofs;
  const ids = only.toUpperCase().split(",");
  const unknown = ids.filter((id) => !proofs.some((each) => each.id === id));
  if (unknown.length > 0) throw new Error(`there is no proof ${unknown.join(", ")}`);
  return proofs.filter(({ id }) => ids.includes(id));
}

async function row(each: AnyProof, build: Build, seed: number): Promise<Row> {
  const begun = performance.now();
  const result = await attempt(each, build, seed);
  const verdict = result.skipped !== undefined ? "skipped" : result.broken.length > 0 ? "BROKEN" : "holds";
  const seconds = Math.round((performance.now() - begun) / 1_000);
  const figure = result.skipped ?? result.figure;
  progress(`${each.id} ${verdict} after ${seconds} s: ${figure}`);
  for (const text of result.broken) progress(`   ${text}`);
  const { broken, numbers = {}, unfinished = false } = result;
  return { id: each.id, promise: each.promise, figure, verdict, seed, seconds, broken, numbers, unfinished };
}

async function attempt(each: AnyProof, build: Build, seed: number): Promise<Result> {
  try {
    const say = (text: string) => progress(`   ${text}`);
    return await withRig({ seed, build, say }, (rig) => each.try(options.long ? "long" : "short", rig));
  } catch (error) {
    return {
      figure: "",
      unfinished: true,
      broken: [`it could not be finished: ${error instanceof Error ? error.stack : String(error)}`],
    };
  }
}

/** A bug holds its row when the proof fails on it in the way the bug must show; anything else that broke is no catch. */
async function mutantsOf(each: AnyProof, build: Build, seed: number): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const mutant of each.mutants) {
    const found = await withMutant(build, mutant, (planted) => row(each, planted, seed));
    const [caught] = caughtBy(mutant, found);
    const verdict = found.verdict === "skipped" ? "skipped" : caught === undefined ? "BROKEN" : "holds";
    const figure = found.verdict === "skipped" ? found.figure : (caught?.split("\n")[0] ?? "NOT CAUGHT");
    rows.push({ ...found, promise: `catches: ${mutant.name}`, verdict, figure });
  }
  return rows;
}

async function withMutant<T>(build: Build, mutant: Mutant, use: (planted: Build) => Promise<T>): Promise<T> {
  const planted = plant(build, mutant);
  try {
    return await use(planted);
  } finally {
    planted.remove();
  }
}

function table(rows: readonly Row[]): string {
  const head = ["test", "promise", "figure", "verdict", "seed"];
  const cells = rows.map(({ id, promise, figure, verdict, seed }) => [id, promise, figure, verdict, String(seed)]);
  return [head, head.map(() => "---"), ...cells].map((line) => `| ${line.join(" | ")} |\n`).join("");
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

process.exitCode = await main();
