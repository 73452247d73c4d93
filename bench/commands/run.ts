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
const manyOrgs = Array.from({ length: 12 }, (_, index) => `org-${index}`);
const MANY = 200;
const BURSTS = 3;

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

/** Under the limits that hold when nobody sets any. */
async function burst(run: Run, dist: string): Promise<void> {
  const stage = await openStage(run, { dist, name: "burst", orgs: manyOrgs, reviewers });
  const times: number[] = [];
  // The first one gets the installations' tokens; it does not count.
  for (const count of [manyOrgs.length, ...Array.from({ length: BURSTS }, () => MANY)]) {
    const ms = await stage.github("timeAll", {
      acts: await burstActs(stage, count),
      effect: { action: "labeled", label: "lgtm" },
    });
    await stage.quiet();
    times.push(ms);
  }
  run.figure("200 /lgtm at once, 12 organisations", median(times.slice(1)));
  run.compare("memory after the bursts", stage.bot.memory().now, "MB");
}

async function burstActs({ github }: Stage, count: number): Promise<readonly Act[]> {
  const acts: Act[] = [];
  const each = Math.ceil(count / manyOrgs.length);
  for (const org of manyOrgs) {
    const repo = `${org}/app`;
    const numbers = await github("pulls", { repo, count: each, announced: false });
    acts.push(...numbers.map((number, index) => ({ repo, number, login: reviewers[index] ?? OWNER, body: "/lgtm" })));
  }
  return acts.slice(0, count);
}
