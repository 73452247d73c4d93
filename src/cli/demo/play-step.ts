import type { SubjectHandle } from "../../sandbox/state/subject-handle.ts";
import type { DemoStage, TimedRequest } from "./demo-stage.ts";
import type { Step } from "./scene.ts";
import { settle } from "./settle.ts";
import { blankView, changesBetween, type SubjectChanges, type SubjectView, viewOf } from "./subject-view.ts";

/** What became of a step. */
export interface Played {
  readonly step: Step;
  readonly subject: SubjectHandle;
  readonly view: SubjectView;
  readonly changes: SubjectChanges;
  /** Requests to GitHub that it caused. */
  readonly requests: readonly TimedRequest[];
  /** Milliseconds from the webhook's leaving to the answer to the last write; undefined when nothing was written. */
  readonly effect: number | undefined;
  /** What was expected and did not come. */
  readonly missing: readonly string[];
}

/** Longest a step may take with everything that follows from it, in milliseconds. */
const PATIENCE = 30_000;

/** Does one step, waits until nothing moves any more, and looks at what it led to. */
export async function playStep(stage: DemoStage, step: Step, subject: SubjectHandle | undefined): Promise<Played> {
  const before = subject === undefined ? undefined : viewOf(subject);
  const seen = stage.requests.length;
  const started = performance.now();
  const acted = step.act(stage, subject);
  const settled = await settle(stage, PATIENCE);
  const view = viewOf(acted);
  const changes = changesBetween(before ?? blankView(acted), view);
  const requests = stage.requests.slice(seen).filter(({ outcome }) => outcome !== "coalesced");
  const said = [...changes.written, ...changes.edited].filter(({ author }) => author === botLogin(stage));
  const failed = step.expect.filter(
    (expectation) =>
      !expectation.holds(
        view,
        said.map(({ body }) => body),
      ),
  );
  const late = settled ? [] : [`everything to be done within ${PATIENCE / 1_000} seconds`];
  const missing = [...late, ...failed.map(({ that }) => that)];
  return { step, subject: acted, view, changes, requests, effect: effectOf(requests, started), missing };
}

/** The bot's login on the sandbox. */
export function botLogin({ sandbox }: Pick<DemoStage, "sandbox">): string {
  return `${sandbox.app.slug}[bot]`;
}

function effectOf(requests: readonly TimedRequest[], started: number): number | undefined {
  const writes = requests.filter(({ route, status }) => isWrite(route) && status >= 200 && status < 300);
  const last = writes.at(-1);
  return last === undefined ? undefined : last.at - started;
}

function isWrite(route: string): boolean {
  return !route.startsWith("GET ") && route !== "POST /graphql" && !route.startsWith("POST /app/");
}
