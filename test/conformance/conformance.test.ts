import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { differences, overspending } from "./compare.ts";
import { namedDifferences } from "./named-differences.ts";
import { play } from "./play.ts";
import { familyOf, readRecording } from "./scenario.ts";
import { openStage, type Stage } from "./stage.ts";
import { createTally } from "./tally.ts";

/** The families whose plugins exist; the recording has more, which come with the next plugins. */
const FAMILIES = [
  "lgtm",
  "approve",
  "owners-label",
  "assign",
  "label",
  "lifecycle",
  "hold",
  "wip",
  "size",
  "help",
  "mix",
];

const UNSUPPORTED = new Set(["retitle", "shrug", "stage"]);

const recording = readRecording();
const named = namedDifferences();
const tally = createTally();
let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
  process.stdout.write(tally.table());
});

describe.each(FAMILIES)("worlds of %s", (family) => {
  const worlds = recording.scenarios.filter((scenario) => familyOf(scenario) === family);

  it.each(worlds.map((scenario) => [scenario.id, scenario] as const))("%s", async (id, scenario) => {
    const outcomes = await play(stage, recording, scenario);
    const differing = [...differences(scenario, outcomes), ...overspending(scenario, outcomes)];
    tally.add(family, { scenario, outcomes, differing, named: named.has(id) });
    if (named.has(id)) expect(differing, "named in docs/differences.md, so it must differ").not.toEqual([]);
    else expect(differing).toEqual([]);
  });
});

describe("random worlds", () => {
  const random = readRecording("random-worlds.json");

  it.each(random.scenarios.map((scenario) => [scenario.id, scenario] as const))("%s", async (_id, scenario) => {
    const outcomes = await play(stage, random, scenario);
    expect([...differences(scenario, outcomes), ...overspending(scenario, outcomes)]).toEqual([]);
  });
});

it("names only worlds that exist and are played", () => {
  const played = recording.scenarios.filter((scenario) => FAMILIES.includes(familyOf(scenario)));
  const ids = new Set(played.map((scenario) => scenario.id));
  expect([...named].filter((id) => !ids.has(id))).toEqual([]);
});

it("knows which plugins of the mixed worlds are still to come", () => {
  const mixed = recording.scenarios.filter((scenario) => familyOf(scenario) === "mix");
  const commands = mixed.flatMap((scenario) => scenario.steps.map((step) => step.body ?? "")).join("\n");
  for (const name of UNSUPPORTED) expect(commands).not.toContain(`/${name}`);
});
