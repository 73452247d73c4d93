/** How a proof came out. */
export type Verdict = "holds" | "BROKEN" | "skipped";

export interface Judged {
  readonly id: string;
  readonly verdict: Verdict;
  /** What was measured, or why it was skipped. */
  readonly figure: string;
}

/** One line that counts the verdicts, and one for each proof that could not be tried: a skip proves nothing. */
export function summary(rows: readonly Judged[]): string {
  const count = (verdict: Verdict) => rows.filter((row) => row.verdict === verdict).length;
  const skipped = rows.filter(({ verdict }) => verdict === "skipped");
  const reasons = skipped.map(({ id, figure }) => `  ${id} was not tried: ${figure}\n`);
  return `${count("holds")} hold, ${count("BROKEN")} broken, ${count("skipped")} skipped\n${reasons.join("")}`;
}

/** 1 when a promise is broken; 2 when one was not tried and that counts, or when there was none to try; else 0. */
export function exitCodeOf(rows: readonly Judged[], { skipsCount }: { skipsCount: boolean }): number {
  if (rows.some(({ verdict }) => verdict === "BROKEN")) return 1;
  const untried = rows.some(({ verdict }) => verdict === "skipped");
  return rows.length === 0 || (untried && skipsCount) ? 2 : 0;
}

/**
 * What a test does with a trial that the machine cannot run: it fails, because nothing was proved, unless whoever runs it
 * names the proof among those that may be left out, such as `T2,T14`.
 */
export function mayBeLeftOut(id: string, named: string | undefined): boolean {
  return (named ?? "").split(",").some((each) => each.trim().toUpperCase() === id);
}
