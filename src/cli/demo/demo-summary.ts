import type { Sent } from "../../sandbox/hooks/hook-sender.ts";
import type { Ink } from "../ink.ts";
import type { Played } from "./play-step.ts";

export interface SummaryParts {
  readonly played: readonly Played[];
  readonly deliveries: readonly Sent[];
  readonly ink: Ink;
}

const ROUTES = 2;
const ROW = 14;

/** The whole run on one screen: deliveries, labels, requests, times. */
export function demoSummary({ played, deliveries, ink }: SummaryParts): string {
  const effects = played.flatMap(({ effect }) => effect ?? []).sort((one, other) => one - other);
  const requests = played.flatMap((step) => step.requests);
  const unchanged = requests.filter(({ outcome }) => outcome === "hit").length;
  const row = (name: string, value: string) => `  ${name.padEnd(ROW)}${value}`;
  return [
    ink.bold("Summary"),
    row("steps", `${played.length}, ${count(played, ({ missing }) => missing.length === 0)} as expected`),
    row("deliveries", `${deliveries.length} signed webhooks, ${accepted(deliveries)} accepted`),
    row("labels", labelsLine(played)),
    row("time", `median ${ms(effects[effects.length >> 1])}, worst ${ms(effects.at(-1))} from webhook to effect`),
    row("requests", `${requests.length} to GitHub, ${unchanged} of them answered "not modified"`),
    ...topRoutes(requests.map(({ route }) => route)).map((line) => ink.dim(row("", line))),
    row("by command", "requests, milliseconds to the effect"),
    ...byKind(played).map((line) => ink.dim(row("", line))),
  ].join("\n");
}

function count<T>(list: readonly T[], test: (one: T) => boolean): number {
  return list.filter(test).length;
}

function accepted(deliveries: readonly Sent[]): number {
  return count(deliveries, ({ statusCode }) => statusCode === 202);
}

function labelsLine(played: readonly Played[]): string {
  const total = (list: "added" | "removed") =>
    played.reduce((sum, { changes }) => sum + changes.labels[list].length, 0);
  return `${total("added")} set, ${total("removed")} removed`;
}

function topRoutes(routes: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const route of routes) counts.set(route, (counts.get(route) ?? 0) + 1);
  const sorted = [...counts].sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));
  const rest = sorted.slice(ROUTES).reduce((sum, [, times]) => sum + times, 0);
  const lines = sorted.slice(0, ROUTES).map(([route, times]) => `${String(times).padStart(3)}  ${route}`);
  return rest === 0 ? lines : [...lines, `${String(rest).padStart(3)}  on ${sorted.length - ROUTES} other routes`];
}

function byKind(played: readonly Played[]): readonly string[] {
  const kinds = [...new Set(played.map(({ step }) => step.kind))];
  return kinds.map((kind) => {
    const steps = played.filter(({ step }) => step.kind === kind);
    const requests = steps.map((step) => step.requests.length).join(", ");
    const times = steps.map(({ effect }) => (effect === undefined ? "-" : effect.toFixed(0))).join(", ");
    return `${kind.padEnd(10)}${requests.padEnd(16)}${times}`;
  });
}

function ms(value: number | undefined): string {
  return value === undefined ? "-" : `${value.toFixed(0)} ms`;
}
