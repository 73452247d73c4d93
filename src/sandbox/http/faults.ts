/** What shall go wrong with a request. With `apply`, the request takes effect all the same. */
export type Fault =
  | {
      readonly kind: "status";
      readonly status: number;
      readonly apply?: boolean;
      readonly message?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** A 502 page in HTML, as GitHub's front end sends it. */
  | { readonly kind: "html"; readonly status?: number; readonly apply?: boolean }
  | { readonly kind: "secondary-limit"; readonly status?: 403 | 429 /** Seconds. */; readonly retryAfter?: number }
  /** The primary limit; it ends so many seconds from now. */
  | { readonly kind: "primary-limit"; readonly status?: 403 | 429; readonly resetIn: number }
  | { readonly kind: "hang"; readonly apply?: boolean }
  | { readonly kind: "reset"; readonly apply?: boolean }
  /** The head of the true answer, cut in the middle. */
  | { readonly kind: "truncated" }
  /** 200 without a body. */
  | { readonly kind: "empty"; readonly apply?: boolean }
  /** The answer as of so many milliseconds ago. */
  | { readonly kind: "stale"; readonly ms: number }
  /** The true answer, so many milliseconds later. */
  | { readonly kind: "slow"; readonly ms: number };

/** Gives the fault for a request, or none. */
export type FaultScript = (request: { readonly route: string; readonly method: string }) => Fault | undefined;

/** Faults on demand, by route pattern; `*` means every route. */
export class Faults {
  private readonly once = new Map<string, Fault[]>();
  private readonly standing = new Map<string, Fault>();
  private script: FaultScript | undefined;

  /** The next request to the route, and as many after it as there are calls of `next`. */
  next(route: string, fault: Fault): void {
    this.once.set(route, [...(this.once.get(route) ?? []), fault]);
  }

  /** Every request to the route until `clear`. */
  always(route: string, fault: Fault): void {
    this.standing.set(route, fault);
  }

  /** Asked for each request that no other fault meets, so that a seeded mix can decide. */
  plan(script: FaultScript): void {
    this.script = script;
  }

  /** Ends the faults of one route, or of all. */
  clear(route?: string): void {
    if (route === undefined) {
      this.once.clear();
      this.standing.clear();
      this.script = undefined;
    } else {
      this.once.delete(route);
      this.standing.delete(route);
    }
  }

  /** The fault that meets this request; a `next` is used up by it. */
  take(route: string, method: string): Fault | undefined {
    for (const key of [route, "*"]) {
      const fault = this.once.get(key)?.shift();
      if (fault !== undefined) return fault;
    }
    return this.standing.get(route) ?? this.standing.get("*") ?? this.script?.({ route, method });
  }
}
