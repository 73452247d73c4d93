import type { Fault, FaultScript } from "../../src/sandbox/http/faults.ts";
import { randomFrom } from "./random.ts";

/** How often which fault meets a request, as parts of 1; `reads` says what meets those that change nothing. */
export interface FaultMix {
  readonly writes: readonly (readonly [part: number, fault: Fault])[];
  readonly reads: readonly (readonly [part: number, fault: Fault])[];
  /** What meets requests for installations' tokens; none unless told, because nothing else can be tried without one. */
  readonly tokens?: readonly (readonly [part: number, fault: Fault])[];
  /** Only requests to routes that contain this. */
  readonly route?: string;
}

/** The mix of the study: a third of all writes go wrong in one of six ways, and reads are stale or fail. */
export const studyMix: FaultMix = {
  writes: [
    [0.03, { kind: "secondary-limit", status: 429, retryAfter: 2 }],
    [0.03, { kind: "secondary-limit", status: 403, retryAfter: 1 }],
    [0.06, { kind: "html" }],
    [0.08, { kind: "html", apply: true }],
    [0.05, { kind: "reset", apply: true }],
    [0.03, { kind: "reset" }],
    [0.02, { kind: "hang", apply: true }],
    [0.02, { kind: "truncated" }],
    [0.02, { kind: "empty", apply: true }],
  ],
  reads: [
    [0.02, { kind: "html" }],
    [0.02, { kind: "reset" }],
    [0.02, { kind: "truncated" }],
    [0.8, { kind: "stale", ms: 8_000 }],
  ],
};

/** The same seed gives the same sequence of faults. */
export function faultScript(mix: FaultMix, seed: number, onFault: (route: string, fault: Fault) => void): FaultScript {
  const random = randomFrom(seed);
  const choose: FaultScript = ({ route, method }) => {
    if (mix.route !== undefined && !route.includes(mix.route)) return undefined;
    let dice = random.next();
    for (const [part, fault] of partsFor(mix, method, route)) {
      if (dice < part) return fault;
      dice -= part;
    }
    return undefined;
  };
  return (request) => {
    const fault = choose(request);
    if (fault !== undefined) onFault(request.route, fault);
    return fault;
  };
}

function partsFor(mix: FaultMix, method: string, route: string): FaultMix["writes"] {
  if (mix.route === undefined && route.startsWith("POST /app/")) return mix.tokens ?? [];
  return method === "GET" ? mix.reads : mix.writes;
}
