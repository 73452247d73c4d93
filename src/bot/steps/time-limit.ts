import { promisify } from "node:util";
import { isPassing } from "../../github/github-error.ts";

/** The work did not end in its time. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";

  constructor(milliseconds: number) {
    super(`took longer than ${milliseconds / 1_000} s`);
  }
}

/** The process stops, or the delivery's time is up; what did not end runs again. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";

  constructor() {
    super("stopped before it ended");
  }
}

export interface TimeLimit {
  readonly milliseconds: number;
  /** Fires when everything has to stop. */
  readonly signal: AbortSignal;
}

const nextTurn = promisify(setImmediate);

/**
 * Runs the work with a signal of its own and rejects when its time is up, even if the work does not listen. Work that
 * was waiting for GitHub at that moment rejects with what it waited for: the time was GitHub's to lose.
 */
export async function withTimeLimit<T>(limit: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(new StoppedError());
  const timer = setTimeout(() => controller.abort(new TimeLimitError(limit.milliseconds)), limit.milliseconds);
  limit.signal.addEventListener("abort", stop, { once: true });
  if (limit.signal.aborted) stop();
  const working = (async () => work(controller.signal))();
  try {
    return await Promise.race([rejectedBy(controller.signal), working]);
  } catch (error) {
    throw controller.signal.aborted ? await whyLate(working, controller.signal.reason) : error;
  } finally {
    clearTimeout(timer);
    limit.signal.removeEventListener("abort", stop);
  }
}

/** Anything else that the work throws once its signal fired is only how it noticed. */
async function whyLate(working: Promise<unknown>, reason: unknown): Promise<unknown> {
  const noticed = working.then(
    () => reason,
    (error: unknown) => (isPassing(error) ? error : reason),
  );
  return Promise.race([noticed, nextTurn().then(() => reason)]);
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
