/** One thing that must be well for the server to take deliveries. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  /** One sentence for a person, without secrets. */
  readonly detail: string;
}

export interface Readiness {
  readonly status: "ready" | "not ready";
  readonly checks: readonly ReadinessCheck[];
}

/** Sums the checks up: ready only when each is well. */
export function summarize(checks: readonly ReadinessCheck[]): Readiness {
  return { status: checks.every((check) => check.ok) ? "ready" : "not ready", checks };
}
