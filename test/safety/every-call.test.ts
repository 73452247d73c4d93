import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  orgOf,
  type Scenario,
  scenarioRepository,
  scenarioRules,
  scenarioSubject,
  scenarios,
  type Visible,
  visible,
} from "../../prove/rig/scenarios.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";
import type { Fault } from "../../src/sandbox/http/faults.ts";
import type { SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import { longRun } from "./runs.ts";
import {
  BotDied,
  type Disk,
  emptyDisk,
  MOST_TRIES,
  type Moment,
  openStage,
  type RunningBot,
  type Stage,
  startBot,
  waitOf,
} from "./stage.ts";

const text = JSON.stringify(scenarioRules());
const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);

let stage: Stage;
let trials = 0;

beforeAll(async () => {
  stage = await openStage();
  for (const scenario of scenarios) stage.sandbox.world.createOrganization({ login: orgOf(scenario) });
});

afterAll(() => stage.close());

/** How one call goes wrong: at the bot, which dies of it, or on GitHub's side. */
interface Trouble {
  readonly name: string;
  /** Writes to the disk are calls as well. */
  readonly kills?: Moment;
  readonly fault?: Fault;
}

const troubles: readonly Trouble[] = [
  { name: "a death before it", kills: "before" },
  { name: "a death after it", kills: "after" },
  { name: "429", fault: { kind: "secondary-limit", status: 429, retryAfter: 3 } },
  { name: "a reset", fault: { kind: "reset" } },
  { name: "a 502 page, applied", fault: { kind: "html", apply: true } },
];

describe("whichever call goes wrong, in the end it is as if none had", () => {
  describe.each(scenarios.filter(({ resembles }) => resembles === undefined))("$name", (scenario) => {
    it.each(troubles)("with $name", longRun, async (trouble) => {
      const expected = await play(scenario, {});
      expect(expected.met).toBe(false);
      let call = 1;
      for (let met = true; met; call += 1) {
        const seen = await play(scenario, { trouble, call });
        const more = { reactions: expect.toSatisfy(isThanks(expected.visible.reactions)) };
        expect({ call, ...seen.visible }).toEqual({ call, ...expected.visible, ...more });
        met = seen.met;
      }
      expect(call).toBeGreaterThan(3);
    });
  });
});

it("which a bot that forgets what it sent does not manage", longRun, async () => {
  const refusal = scenarios.find(({ name }) => name === "refusal");
  if (refusal === undefined) throw new Error("no scenario");
  const trouble: Trouble = { name: "", fault: { kind: "reset", apply: true } };
  const expected = await play(refusal, {});
  const disk = emptyDisk();
  disk.effects.set = () => disk.effects;
  const said: unknown[] = [];
  for (let call = 1; call < 10; call += 1) {
    disk.ended.clear();
    disk.doneSteps.clear();
    said.push((await play(refusal, { trouble, call, disk })).visible.said);
  }
  expect(said).toContainEqual([expected.visible.said, expected.visible.said].flat());
});

/** Who finds done what a request did whose answer was lost gives a thumb, as to anybody who asks twice. */
function isThanks(expected: readonly string[]): (reactions: readonly string[]) => boolean {
  return (reactions) => reactions.every((each) => each === "+1") && reactions.length <= expected.length + 1;
}

interface Plan {
  readonly trouble?: Trouble;
  /** Which one, from 1. */
  readonly call?: number;
  readonly disk?: Disk;
}

/** Plays it on a bot that knows nothing yet; `met` says whether there were so many calls. */
async function play(scenario: Scenario, { trouble, call = 0, disk = emptyDisk() }: Plan) {
  stage.reset();
  stage.sandbox.faults.clear();
  trials += 1;
  const repository = stage.sandbox.world.createRepository(scenarioRepository(scenario, `r${trials}`));
  const subject = scenarioSubject(scenario, repository);
  stage.pass(60_000);
  const count = { left: trouble === undefined ? Number.POSITIVE_INFINITY : call };
  if (trouble?.fault !== undefined) failOnce(count, trouble.fault);
  const start = () => startBot(stage, { disk, configuration, diesAt: killerOf(count, trouble) });
  scenario.act(subject, (login) => stage.sandbox.as(login, { mayAll: true }));
  await deliverAll(start);
  return { met: count.left <= 0, visible: seen(subject) };
}

function seen(subject: SubjectHandle): Visible {
  return visible(subject, `${stage.sandbox.app.slug}[bot]`);
}

function failOnce(count: { left: number }, fault: Fault): void {
  stage.sandbox.faults.plan(() => {
    count.left -= 1;
    return count.left === 0 ? fault : undefined;
  });
}

function killerOf(count: { left: number }, { kills }: Trouble = { name: "" }) {
  return (moment: Moment) => {
    if (moment === kills) count.left -= 1;
    return moment === kills && count.left === 0;
  };
}

/** All webhooks, those included that come of what the bot does, each as often as the inbox would try it. */
async function deliverAll(start: () => RunningBot): Promise<void> {
  let bot = start();
  for (let webhook = stage.pending.shift(); webhook !== undefined; webhook = stage.pending.shift()) {
    for (let tries = 1; ; tries += 1) {
      const failures = await bot.attempt(webhook).catch((error: unknown) => {
        if (!(error instanceof BotDied)) throw error;
        bot = start();
        return undefined;
      });
      if (failures?.every(({ advice }) => advice === "never")) break;
      if (tries > MOST_TRIES) throw new Error(`it fails again and again: ${failures?.[0]?.reason}`);
      stage.pass(waitOf(failures ?? []));
    }
  }
}
