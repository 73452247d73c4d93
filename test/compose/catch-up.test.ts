import { describe, expect, it } from "vitest";
import { HOLD, openUpkeepStage, type UpkeepStage } from "./upkeep-stage.ts";

/** The tokens of an App are good for ten minutes of the machine's own time, so no test lets more pass. */
const MINUTE = 60_000;
const LIST = "GET /app/hook/deliveries";
const catchUp = { catchUp: true };

/** Starts a bot and lets it look once. */
async function look(stage: UpkeepStage): Promise<void> {
  await stage.start(catchUp);
  await stage.timers.armed();
  await stage.quiet();
}

/** A bot that has looked once, and the comments that were made while it was gone. */
async function outage(stage: UpkeepStage, comments: number) {
  await look(stage);
  await stage.stop();
  stage.pass(MINUTE);
  const pulls = Array.from({ length: comments }, () => stage.repository.pull({ author: "sam" }));
  for (const pull of pulls) stage.sandbox.as("pat").comment(pull, "/hold");
  await stage.sandbox.idle();
  return { pulls };
}

describe("deliveries that came while nobody listened", () => {
  it("are dealt with once, and the gap is told", async () => {
    const stage = await openUpkeepStage();
    const { pulls } = await outage(stage, 3);
    stage.pass(MINUTE);
    await look(stage);
    expect(pulls.map((pull) => pull.labels)).toEqual([[HOLD], [HOLD], [HOLD]]);
    const told = await stage.said("catch-up");
    expect(told).toMatch(/^offline .*, 3 deliveries recovered$/);
    expect(stage.log.filter((line) => line.includes(String(told)))).toHaveLength(1);
    stage.sandbox.requests.clear();
    await stage.timers.ring();
    await stage.quiet();
    expect(stage.sandbox.requests.writes).toEqual([]);
  });

  it("are found later when GitHub cannot be asked now", async () => {
    const stage = await openUpkeepStage();
    const { pulls } = await outage(stage, 1);
    stage.sandbox.faults.always(LIST, { kind: "status", status: 422 });
    stage.pass(MINUTE);
    await look(stage);
    expect(await stage.said("catch-up")).toContain("tried again");
    stage.sandbox.faults.clear();
    await stage.timers.ring();
    await stage.quiet();
    expect(pulls[0]?.labels).toEqual([HOLD]);
  });
});

describe("a store that is older than what was done", () => {
  it("hears again what it does not know, and repeats no comment", async () => {
    const stage = await openUpkeepStage();
    await look(stage);
    await stage.stop();
    const restore = stage.backUp();
    await stage.start(catchUp);
    const [held, refused] = [stage.repository.pull({ author: "sam" }), stage.repository.pull({ author: "sam" })];
    stage.sandbox.as("pat").comment(held, "/hold");
    stage.sandbox.as("sam").comment(refused, "/lgtm");
    await stage.quiet();
    const answers = () => refused.commentsBy("bowsprit[bot]").length;
    expect([held.labels, answers()]).toEqual([[HOLD], 1]);
    await stage.stop();
    restore();
    stage.pass(MINUTE);
    await look(stage);
    expect([held.labels, answers()]).toEqual([[HOLD], 1]);
    expect(await stage.said("catch-up")).toContain("recovered");
  });
});

describe("a bot that speaks with a token", () => {
  it("says once that it does not look", async () => {
    const stage = await openUpkeepStage();
    await stage.start(catchUp, { credentials: { kind: "token", token: stage.sandbox.tokenOf("pat") } });
    expect(await stage.said("catch-up")).toContain("off");
    expect(stage.log.filter((line) => line.includes("not looked for"))).toHaveLength(1);
    expect(stage.sandbox.requests.count({ route: LIST })).toBe(0);
  });
});

it("looks for nothing unless told", async () => {
  const stage = await openUpkeepStage();
  await stage.start(undefined);
  expect(stage.sandbox.requests.count()).toBe(0);
  expect(await stage.said("catch-up")).toBeUndefined();
});
