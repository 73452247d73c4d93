import type { Outcome } from "./play.ts";
import type { Expected, Scenario } from "./scenario.ts";

const COMPARED = [
  "labels",
  "assignees",
  "reviewers",
  "draft",
  "merged",
  "state",
  "reason",
  "title",
  "body",
  "milestone",
  "statuses",
  "checks",
  "deletedRefs",
] as const;

/** The organisations of the recording were numbered. */
const RECORDED_ORG = /\/o\d{4}\//g;

/** Fields of which only the number of entries is recorded faithfully, because Prow draws lots. */
type Counted = ReadonlySet<string>;

/** What differs from the recording, a line each; empty when the world ended as recorded. */
export function differences(scenario: Scenario, outcomes: readonly Outcome[]): readonly string[] {
  const counted: Counted = new Set(scenario.compareCounts ?? []);
  return scenario.expect.flatMap((expected, step) => {
    const got = outcomes[step];
    return got === undefined ? [`step ${step + 1}: not played`] : stepDifferences({ expected, got, counted, step });
  });
}

/** Steps that asked GitHub more often than Prow did, a line each. */
export function overspending(scenario: Scenario, outcomes: readonly Outcome[]): readonly string[] {
  return scenario.expect.flatMap((expected, step) => {
    const calls = outcomes[step]?.calls ?? 0;
    return calls > expected.calls ? [`step ${step + 1}: ${calls} requests, Prow made ${expected.calls}`] : [];
  });
}

interface StepComparison {
  readonly expected: Expected;
  readonly got: Outcome;
  readonly counted: Counted;
  readonly step: number;
}

function stepDifferences({ expected, got, counted, step }: StepComparison): readonly string[] {
  return COMPARED.filter((field) => isRecorded(expected, field)).flatMap((field) => {
    const wanted = normal(expected[field], counted.has(field)).replace(RECORDED_ORG, "/{org}/");
    const found = normal(got[field], counted.has(field));
    return wanted === found ? [] : [`step ${step + 1}: ${field} is ${found}, recorded ${wanted}`];
  });
}

/** Issues have no reviewers, and what was closed before the first step was recorded without a reason. */
function isRecorded(expected: Expected, field: (typeof COMPARED)[number]): boolean {
  return field === "reason" ? typeof expected.reason === "string" : expected[field] !== undefined;
}

function normal(value: unknown, count: boolean): string {
  if (Array.isArray(value)) return count ? `${value.length} entries` : JSON.stringify([...value].sort());
  if (value !== null && typeof value === "object") return JSON.stringify(Object.entries(value).sort());
  return JSON.stringify(value);
}
