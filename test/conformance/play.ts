import { PullHandle, type SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import { createActs } from "./acts.ts";
import { type Expected, fill, type Recording, type Scenario, unfill } from "./scenario.ts";
import type { Stage } from "./stage.ts";

/** What a step led to on the sandbox, in the recording's words. */
export type Outcome = Omit<Expected, "botComments" | "reason"> & {
  readonly reason: string | null;
  readonly botComments: number;
};

let worlds = 0;

/** People take their time, and GitHub's timestamps are whole seconds; in milliseconds. */
const BETWEEN_STEPS = 3_000;

/**
 * Plays a world and answers the state after each step. It is played twice in the same repository, and only the second
 * time counts, so that the requests are those of a bot that has been running for a while. A world that merges is played
 * in two repositories, because the second time there would be nothing left to merge.
 */
export async function play(stage: Stage, recording: Recording, scenario: Scenario): Promise<readonly Outcome[]> {
  worlds += 1;
  const org = `org${worlds}`;
  stage.sandbox.world.createOrganization({ login: org, ...recording.defaults.org });
  const merges = scenario.steps.some((step) => step.do === "merge");
  const names = merges ? ["warm", "app"] : ["app"];
  for (const name of names) createRepository(stage, recording, { scenario, org, name });
  stage.configure(pluginsFile(recording, scenario, { org, names }));
  if (names.length > 1 || scenario.expect.some((expected) => expected.calls > 0)) {
    await playOnce(stage, scenario, { org, name: names[0] ?? "app" });
  }
  return playOnce(stage, scenario, { org, name: "app" });
}

interface Place {
  readonly org: string;
  readonly name: string;
}

function createRepository(
  stage: Stage,
  recording: Recording,
  { scenario, org, name }: Place & { readonly scenario: Scenario },
): void {
  const { files, labels, collaborators, milestones, branches } = { ...recording.defaults.repo, ...scenario.repo };
  stage.sandbox.world.createRepository({
    owner: org,
    name,
    files,
    labels: labels ?? [],
    collaborators: collaborators ?? {},
    milestones: milestones ?? [],
    branches: branches ?? {},
  });
}

/** Worlds of one group were recorded under one plugins.yaml, so a section for all repositories counts for all of them. */
function pluginsFile(
  recording: Recording,
  scenario: Scenario,
  { org, names }: { org: string; names: readonly string[] },
) {
  const shared =
    scenario.group === "main"
      ? {}
      : Object.assign(
          {},
          ...recording.scenarios.filter((other) => other.group === scenario.group).map((other) => other.config),
        );
  const config = JSON.stringify({ ...shared, ...scenario.config });
  const scoped =
    names.length > 1 ? config.replaceAll('"{repo}"', names.map((name) => `"{org}/${name}"`).join()) : config;
  const enabled = Object.fromEntries(names.map((name) => [`${org}/${name}`, { plugins: scenario.plugins }]));
  return { ...JSON.parse(fill(scoped, org)), plugins: enabled };
}

async function playOnce(stage: Stage, scenario: Scenario, place: Place): Promise<readonly Outcome[]> {
  stage.resetTime();
  const acts = createActs(stage.sandbox, scenario, place);
  for (const step of scenario.before ?? []) acts.perform(step, { silently: true });
  await stage.quiet();
  const outcomes: Outcome[] = [];
  for (const step of scenario.steps) {
    stage.pass(BETWEEN_STEPS);
    stage.sandbox.requests.clear();
    acts.perform(step, { silently: false });
    await stage.quiet();
    outcomes.push(observe(stage, acts.subject));
  }
  return outcomes;
}

function observe(stage: Stage, subject: SubjectHandle): Outcome {
  const { requests, app } = stage.sandbox;
  return {
    ...NO_PULL,
    ...(subject instanceof PullHandle ? observePull(subject) : {}),
    labels: subject.labels,
    assignees: subject.assignees,
    state: subject.state,
    // The recording gives closed pull requests a reason too, which GitHub keeps for issues.
    reason: subject.state === "closed" ? (subject.reason ?? "completed") : null,
    title: subject.title,
    body: unfill(subject.body, subject.repository),
    milestone: subject.milestone,
    deletedRefs: subject.deletedRefs,
    botComments: subject.commentsBy(`${app.slug}[bot]`).length,
    calls: requests.all.length,
    writes: requests.writes.filter((request) => !request.route.includes("graphql")).length,
  };
}

const NO_PULL = { reviewers: [], draft: false, merged: false, statuses: {}, checks: {} };

function observePull({ reviewers, draft, merged, statuses, checks }: PullHandle) {
  return { reviewers, draft, merged, statuses, checks };
}
