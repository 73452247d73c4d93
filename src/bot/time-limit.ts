/** The work did not end in its time. */
export class TimeLimitError extends Error {
  override readonly name = "TimeLimitError";

  constructor(milliseconds: number) {
    super(`took longer than ${milliseconds / 1_000} s`);
  }
}

/** The process stops; what did not end runs again at the next start. */
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

/** Runs the work with a signal of its own and rejects when its time is up, even if the work does not listen. */
export async function withTimeLimit<T>(limit: TimeLimit, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort(new StoppedError());
  const timer = setTimeout(() => controller.abort(new TimeLimitError(limit.milliseconds)), limit.milliseconds);
  limit.signal.addEventListener("abort", stop, { once: true });
  if (limit.signal.aborted) stop();
  try {
    return await Promise.race([rejectedBy(controller.signal), work(controller.signal)]);
  } catch (error) {
    // What the work throws once its signal fired is only how it noticed.
    throw controller.signal.aborted ? controller.signal.reason : error;
  } finally {
    clearTimeout(timer);
    limit.signal.removeEventListener("abort", stop);
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
