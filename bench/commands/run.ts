/**
 * What commands cost, warm, where GitHub takes 40 ms a request: requests and time from comment to effect, and many
 * commands at once.
 */
import { benchmark, type Run } from "../rig/benchmark.ts";
import { buildProduct } from "../rig/build-product.ts";
import { median } from "../rig/statistics.ts";
import type { Act } from "./github-child.ts";
import { type Measured, measureCommand, type Scenario } from "./measure-command.ts";
import { OWNER } from "./repository.ts";
import { LATENCY, openStage, type Stage } from "./stage.ts";

const REPO = "harbour/app";
/** Each reviews once, so that nobody's rights are remembered from the round before. */
const reviewers = Array.from({ length: 40 }, (_, index) => `reviewer-${index}`);
const MANY = 200;
/** Three times twelve organisations. */
const bursts = [1, 2, 3].map((burst) => Array.from({ length: 12 }, (_, index) => `org-${burst}-${index}`));

/** The rounds of one command come faster than a person types, which the limits would slow down. */
const wideLimits = {
  GITHUB_CONTENT_PER_MINUTE: "1000000",
  GITHUB_CONTENT_PER_HOUR: "1000000",
  GITHUB_POINTS_PER_MINUTE: "1000000",
};

const lgtm: Scenario = {
  repo: REPO,
  act: (round) => ({ login: reviewers[round] ?? OWNER, body: "/lgtm" }),
  effect: { action: "labeled", label: "lgtm" },
};
const approve: Scenario = {
  repo: REPO,
  act: () => ({ login: OWNER, body: "/approve" }),
  effect: { action: "labeled", label: "approved" },
};
const hold: Scenario = {
  repo: REPO,
  act: () => ({ login: "sam", body: "/hold" }),
  effect: { action: "labeled", label: "do-not-merge/hold" },
};
const assign: Scenario = {
  repo: REPO,
  act: () => ({ login: "sam", body: "/assign @pat" }),
  effect: { action: "assigned" },
};
const push: Scenario = {
  repo: REPO,
  before: { login: OWNER, body: "/lgtm" },
  act: () => ({ login: "alice" }),
  effect: { action: "unlabeled", label: "lgtm" },
};
const chatter: Scenario = {
  repo: REPO,
  act: () => ({ login: "sam", body: "Have you seen the tests?\n\n> /lgtm\n\nI have." }),
};

await benchmark(`Commands, GitHub at ${LATENCY} ms a request`, async (run) => {
  const dist = buildProduct(run);
  const stage = await openStage(run, {
    dist,
    name: "one-by-one",
    orgs: ["harbour"],
    reviewers,
    environment: wideLimits,
  });
  run.reference(await oneRoundTrip(stage));
  await both(run, stage, { name: "/lgtm", effect: "label" }, lgtm);
  await both(run, stage, { name: "/approve on 10 files", effect: "label" }, approve);
  await both(run, stage, { name: "/hold", effect: "label" }, hold);
  await both(run, stage, { name: "/assign @pat", effect: "assignee" }, assign);
  const pushed = await told(run, "push that removes lgtm", measureCommand(stage, push));
  run.figure("push that removes lgtm: requests", pushed.requests);
  run.compare("push that removes lgtm: push to label gone", pushed.ms, "ms");
  const silent = await told(run, "comment without commands", measureCommand(stage, chatter));
  run.figure("comment without commands: requests", silent.requests);
  await stage.bot.stop();
  await burst(run, dist);
});

/** The floor: one request to the sandbox over a connection that is open, and nothing else. */
async function oneRoundTrip({ url }: Stage): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 25; round++) {
    const begun = performance.now();
    await (await fetch(`${url}/meta`)).arrayBuffer();
    if (round > 2) times.push(performance.now() - begun);
  }
  return median(times);
}

async function both(
  run: Run,
  stage: Stage,
  words: { name: string; effect: string },
  scenario: Scenario,
): Promise<void> {
  const { requests, ms } = await told(run, words.name, measureCommand(stage, scenario));
  run.figure(`${words.name}: requests`, requests);
  run.figure(`${words.name}: comment to ${words.effect}`, ms);
}

async function told(run: Run, name: string, measuring: Promise<Measured>): Promise<Measured> {
  const measured = await measuring;
  const routes = Object.entries(measured.routes).map(([route, count]) => `${count} × ${route}`);
  run.note(`${name}: ${routes.join(", ") || "no request"}`);
  return measured;
}

/** Under the limits that hold when nobody sets any; each burst on organisations that have their whole minute left. */
async function burst(run: Run, dist: string): Promise<void> {
  const orgs = bursts.flat();
  const stage = await openStage(run, { dist, name: "burst", orgs, reviewers });
  // One each gets the installations' tokens; it does not count.
  await playBurst(stage, orgs, orgs.length);
  const times: number[] = [];
  for (const [round, twelve] of bursts.entries()) {
    times.push(await playBurst(stage, twelve, MANY));
    run.note(`burst ${round + 1}: ${Math.round(times.at(-1) ?? 0)} ms, ${await requestsOf(stage)} requests`);
  }
  run.figure("200 /lgtm at once, 12 organisations", median(times));
  run.compare("memory after the bursts", stage.bot.memory().now, "MB");
}

async function requestsOf({ github }: Stage): Promise<number> {
  return Object.values(await github("requests", undefined)).reduce((sum, count) => sum + count, 0);
}

/** Pull requests are put on the stage in silence, and the clock runs from the first comment to the last label. */
async function playBurst({ github, quiet }: Stage, orgs: readonly string[], count: number): Promise<number> {
  const acts: Act[] = [];
  for (const org of orgs) {
    const repo = `${org}/app`;
    const numbers = await github("pulls", { repo, count: Math.ceil(count / orgs.length), announced: false });
    acts.push(...numbers.map((number, index) => ({ repo, number, login: reviewers[index] ?? OWNER, body: "/lgtm" })));
  }
  await github("requests", undefined);
  const ms = await github("timeAll", { acts: acts.slice(0, count), effect: { action: "labeled", label: "lgtm" } });
  await quiet();
  return ms;
}
