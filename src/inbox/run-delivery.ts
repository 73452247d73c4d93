import {
  type DeliveryHandler,
  type RetryAdvice,
  type StepFailure,
  StepFailures,
  type StoredDelivery,
} from "./inbox.ts";
import { InboxUnavailable } from "./inbox-unavailable.ts";
import type { Timers } from "./timers.ts";

/** How a run ended; `interrupted` means that the process stopped it. */
export type RunOutcome =
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly failures: readonly StepFailure[] }
  | { readonly kind: "interrupted" };

export interface RunOptions {
  readonly delivery: StoredDelivery;
  readonly handle: DeliveryHandler;
  readonly finishStep: (step: string, signal: AbortSignal) => Promise<void>;
  readonly timers: Timers;
  readonly runMs: number;
  readonly abandonMs: number;
  /** Fires when the process stops. */
  readonly stop: AbortSignal;
}

/** A failure of the delivery as a whole, outside of any step. */
export const wholeDelivery = "";

const stopAbandonMs = 1_000;

/** Runs one delivery within its time. Never rejects: whatever happens is an outcome. */
export async function runDelivery(options: RunOptions): Promise<RunOutcome> {
  const { timers, stop } = options;
  const controller = new AbortController();
  const cancels: (() => void)[] = [];
  const abort = (reason: string) => controller.abort(new DOMException(reason, "AbortError"));
  const onStop = () => abort("The process stops.");
  const abandoned = new Promise<RunOutcome>((resolve) => {
    controller.signal.addEventListener("abort", () => {
      const wait = stop.aborted ? stopAbandonMs : options.abandonMs;
      cancels.push(timers.after(wait, () => resolve(abandonment(options))));
    });
  });
  cancels.push(timers.after(options.runMs, () => abort("The delivery's time is up.")));
  stop.addEventListener("abort", onStop);
  try {
    return await Promise.race([attempt(options, controller.signal), abandoned]);
  } finally {
    stop.removeEventListener("abort", onStop);
    for (const cancel of cancels) cancel();
  }
}

async function attempt(options: RunOptions, signal: AbortSignal): Promise<RunOutcome> {
  const { delivery, handle, finishStep, stop } = options;
  try {
    await handle(delivery, { signal, finishStep: (step) => finishStep(step, signal) });
    return { kind: "done" };
  } catch (error) {
    if (stop.aborted) return { kind: "interrupted" };
    if (error instanceof StepFailures && error.failures.length > 0)
      return { kind: "failed", failures: error.failures.map(withoutStoreTrouble) };
    // The store's trouble passes, and says nothing about the delivery.
    const advice = error instanceof InboxUnavailable ? "wait" : "once";
    return failed(error instanceof Error ? `${error.name}: ${error.message}` : String(error), error, advice);
  }
}

/** A step that needed the store while it was away is not at fault, whatever the handler made of it. */
function withoutStoreTrouble(failure: StepFailure): StepFailure {
  return failure.cause instanceof InboxUnavailable ? { ...failure, advice: "wait" } : failure;
}

function abandonment({ stop, runMs, abandonMs }: RunOptions): RunOutcome {
  if (stop.aborted) return { kind: "interrupted" };
  return failed(`It went on for ${abandonMs} ms after its ${runMs} ms were up.`, undefined);
}

function failed(reason: string, cause: unknown, advice: RetryAdvice = "once"): RunOutcome {
  return { kind: "failed", failures: [{ step: wholeDelivery, reason, advice, cause }] };
}
