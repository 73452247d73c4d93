export interface Waiting {
  /** What is waited for, to follow "waited in vain for". */
  readonly what: string;
  /** Milliseconds; 15,000 unless told. */
  readonly within?: number;
}

/** Asks again and again until there is an answer, and gives it; throws when none came in time. */
export async function until<T>(
  ask: () => T | false | null | undefined | Promise<T | false | null | undefined>,
  waiting: Waiting,
): Promise<T> {
  const end = Date.now() + (waiting.within ?? 15_000);
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== null && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain for ${waiting.what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
