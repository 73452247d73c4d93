import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { judge, type Row, readBudget } from "./budget.ts";
import { table } from "./table.ts";

/** One run of one benchmark: what it measured, and what must be put away after it. */
export class Run {
  readonly rows: Row[] = [];
  /** A directory for this run alone. */
  readonly directory = mkdtempSync(join(tmpdir(), "bowsprit-bench-"));
  readonly #budget = readBudget();
  readonly #deferred: (() => unknown)[] = [() => rmSync(this.directory, { recursive: true, force: true })];
  #reference: number | undefined;

  /** Runs when the benchmark is over, last one first. */
  defer(action: () => unknown): void {
    this.#deferred.push(action);
  }

  /** What one round trip to GitHub takes in this run, in milliseconds. */
  reference(measured: number): void {
    this.#reference = measured;
    this.compare(this.#budget.reference.figure, measured, this.#budget.reference.unit);
  }

  /** A number that promises nothing. */
  compare(figure: string, measured: number, unit: string): void {
    this.rows.push({ figure, measured, unit });
  }

  /** A figure of the budget. */
  figure(name: string, measured: number): void {
    const reference = this.#reference === undefined ? {} : { reference: this.#reference };
    this.rows.push(judge(this.#budget, name, { measured, ...reference }));
  }

  note(text: string): void {
    process.stderr.write(`  ${text}\n`);
  }

  async close(): Promise<void> {
    for (const action of this.#deferred.reverse()) await action();
  }
}

/** Runs a benchmark, prints its table and ends the process: 1 when a figure missed its budget or the run broke. */
export async function benchmark(name: string, measure: (run: Run) => Promise<void>): Promise<never> {
  const run = new Run();
  // Whoever interrupts it must not leave the processes behind that it started.
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => void run.close().then(() => process.exit(1)));
  let broke = false;
  try {
    await measure(run);
  } catch (error) {
    broke = true;
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  await run.close();
  process.stdout.write(`\n${name}\n${table(run.rows)}`);
  process.exit(broke || run.rows.some(({ verdict }) => verdict === "MISSED") ? 1 : 0);
}
