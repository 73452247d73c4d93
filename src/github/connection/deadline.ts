export interface Deadline {
  readonly signal: AbortSignal;
  /** True when time ran out, rather than the caller giving up. */
  expired(): boolean;
  /** Must be called when the work ends, or the timer lives on. */
  clear(): void;
}

/** A signal that fires when `parent` does or after `ms`. Unlike `AbortSignal.any` it leaves nothing behind on a long-lived parent. */
export function deadline(ms: number, parent: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let expired = false;
  const stop = () => controller.abort(parent?.reason);
  const timer = setTimeout(() => {
    expired = true;
    controller.abort(new Error(`no answer within ${ms} ms`));
  }, ms);
  if (parent?.aborted) stop();
  parent?.addEventListener("abort", stop, { once: true });
  return {
    signal: controller.signal,
    expired: () => expired,
    clear: () => {
      clearTimeout(timer);
      parent?.removeEventListener("abort", stop);
    },
  };
}
