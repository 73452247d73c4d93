import { setTimeout as pause } from "node:timers/promises";
import { median } from "../rig/statistics.ts";
import type { Act, Effect } from "./github-child.ts";
import type { Stage } from "./stage.ts";

export interface Scenario {
  readonly repo: string;
  /** Done to each pull request beforehand. */
  readonly before?: Omit<Act, "repo" | "number">;
  readonly act: (round: number) => Omit<Act, "repo" | "number">;
  /** What is waited for; without it only requests are counted. */
  readonly effect?: Effect;
}

export interface Measured {
  /** Median milliseconds from the act to its effect; not a number without an effect. */
  readonly ms: number;
  /** Most requests that one act caused, with all that came of it. */
  readonly requests: number;
  readonly routes: Readonly<Record<string, number>>;
}

/** The first rounds warm up and do not count. */
const WARM_UP = 3;
const ROUNDS = 21;

/** Plays the scenario on one pull request after another: opened, dealt with by the bot, then acted on. */
export async function measureCommand({ github, quiet }: Stage, scenario: Scenario): Promise<Measured> {
  const { repo, before, act, effect } = scenario;
  const numbers = await github("pulls", { repo, count: WARM_UP + ROUNDS, announced: true });
  await quiet();
  await pause(3_000);
  if (before !== undefined) {
    for (const number of numbers) await github("perform", { repo, number, ...before });
    await quiet();
    await pause(3_000);
  }
  await github("requests", undefined);
  const times: number[] = [];
  const counts: { readonly total: number; readonly routes: Readonly<Record<string, number>> }[] = [];
  for (const [round, number] of numbers.entries()) {
    const acting = { repo, number, ...act(round) };
    const ms = effect === undefined ? await github("perform", acting) : await github("time", { act: acting, effect });
    await quiet();
    const routes = await github("requests", undefined);
    if (round < WARM_UP) continue;
    times.push(Number(ms ?? Number.NaN));
    counts.push({ total: Object.values(routes).reduce((sum, count) => sum + count, 0), routes });
  }
  const most = counts.reduce((one, other) => (other.total > one.total ? other : one));
  return { ms: median(times), requests: most.total, routes: most.routes };
}
