import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Live figures that are read when somebody scrapes. */
export interface MetricsSources {
  readonly inbox: () => {
    readonly pending: number;
    readonly running: number;
    readonly waiting: number;
    readonly dead: number;
  };
  readonly configuration: () => { readonly valid: boolean; readonly version: number };
}

/** Everything the process counts. Names and labels are listed in docs/metrics.md, which a test compares with these. */
export interface Metrics {
  readonly registry: Registry;
  delivery(event: string, outcome: string): void;
  /** From receipt, or from when it was replayed, to the end of a delivery's last step. */
  finished(outcome: "done" | "retry" | "dead", seconds: number): void;
  step(plugin: string, outcome: string): void;
  /** What became of a delivery that had not reached us. */
  catchUp(outcome: string): void;
  githubRequest(request: { readonly route: string; readonly plugin: string; readonly outcome: string }): void;
}

const SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

export function createMetrics(sources: MetricsSources): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const deliveries = new Counter({
    name: "bowsprit_deliveries_total",
    help: "Webhook requests answered, by event and outcome (stored, duplicate, unwanted, foreign, refused, unavailable).",
    labelNames: ["event", "outcome"],
    registers,
  });
  const finished = new Histogram({
    name: "bowsprit_delivery_seconds",
    help: "Time from receipt or replay to the end of a delivery, by outcome (done, retry, dead).",
    labelNames: ["outcome"],
    buckets: SECONDS,
    registers,
  });
  const steps = new Counter({
    name: "bowsprit_steps_total",
    help: "Plugin steps ended, by plugin and outcome (done, failed, refused).",
    labelNames: ["plugin", "outcome"],
    registers,
  });
  const requests = new Counter({
    name: "bowsprit_github_requests_total",
    help: "Requests to GitHub, by route, plugin and outcome (hit is a 304, miss a full answer, coalesced shared one, error).",
    labelNames: ["route", "plugin", "outcome"],
    registers,
  });
  const caughtUp = new Counter({
    name: "bowsprit_catch_up_deliveries_total",
    help: "Deliveries that had not reached the inbox, by outcome (recovered, duplicate, unwanted, redelivered, gone).",
    labelNames: ["outcome"],
    registers,
  });
  registerGauges(registry, sources);
  const nameOf = eventNames();
  return {
    registry,
    delivery: (event, outcome) => deliveries.inc({ event: nameOf(event, outcome), outcome }),
    finished: (outcome, seconds) => finished.observe({ outcome }, seconds),
    catchUp: (outcome) => caughtUp.inc({ outcome }),
    step: (plugin, outcome) => steps.inc({ plugin, outcome }),
    githubRequest: ({ route, plugin, outcome }) => requests.inc({ route, plugin, outcome }),
  };
}

/** Outcomes of requests whose signature fits. */
const SIGNED: ReadonlySet<string> = new Set(["stored", "duplicate", "unwanted", "foreign"]);
/** More than GitHub has events; each name is a series that stays in memory. */
const MOST_EVENTS = 128;

/**
 * What an event is counted as. Anybody can send any name, so one counts under its own only once a signed request had
 * it, and the header itself is not signed, so there is an end to them.
 */
function eventNames(): (event: string, outcome: string) => string {
  const names = new Set<string>();
  return (event, outcome) => {
    if (SIGNED.has(outcome) && names.size < MOST_EVENTS) names.add(event);
    return names.has(event) ? event : "unknown";
  };
}

function registerGauges(registry: Registry, sources: MetricsSources): void {
  const registers = [registry];
  new Gauge({
    name: "bowsprit_inbox_deliveries",
    help: "Deliveries in the inbox, by state (pending, running, waiting, dead).",
    labelNames: ["state"],
    registers,
    collect() {
      for (const [state, count] of Object.entries(sources.inbox())) this.set({ state }, count);
    },
  });
  new Gauge({
    name: "bowsprit_config_valid",
    help: "1 when the configuration files on disk are the ones in force, 0 while a bad version is being ignored.",
    registers,
    collect() {
      this.set(sources.configuration().valid ? 1 : 0);
    },
  });
  new Gauge({
    name: "bowsprit_config_version",
    help: "Counts the configurations that have been in force since the start.",
    registers,
    collect() {
      this.set(sources.configuration().version);
    },
  });
}
