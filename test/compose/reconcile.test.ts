import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { SECRET } from "../support/sandbox-settings.ts";
import { openUpkeepStage, type UpkeepStage } from "./upkeep-stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ACTIVITY = "GET /repos/{owner}/{repo}/activity";
/** Pull requests, parked groups, permissions. */
const ROUNDS = 3;
const LGTM = "lgtm";

async function start(stage: UpkeepStage): Promise<void> {
  await stage.start({ care: true });
  await stage.timers.armed(ROUNDS);
  await stage.quiet();
}

async function lookLater(stage: UpkeepStage): Promise<void> {
  stage.pass(HOUR);
  await stage.timers.ring(ROUNDS);
  await stage.quiet();
}

/** What is done so that nobody hears of it, not even later. */
async function unheard<T>(stage: UpkeepStage, act: () => T): Promise<T> {
  const { url = "" } = stage.sandbox.hooks.config() as { url?: string };
  stage.sandbox.deliverTo("http://127.0.0.1:9/", SECRET);
  const result = act();
  await stage.sandbox.idle();
  stage.sandbox.deliverTo(url, SECRET);
  return result;
}

async function saysLgtm(stage: UpkeepStage, pull: PullHandle): Promise<void> {
  stage.pass(MINUTE);
  stage.sandbox.as("pat").comment(pull, "/lgtm");
  await stage.quiet();
  expect(pull.labels).toEqual([LGTM]);
}

function push(stage: UpkeepStage, pull: PullHandle): void {
  stage.pass(MINUTE);
  stage.sandbox.as("sam", { mayAll: true }).push(pull, { "more.txt": `${stage.now()}\n` });
}

/** A bot that knows of one pull request, by sam. */
async function acquainted({ ahead = 0 } = {}): Promise<{ stage: UpkeepStage; pull: PullHandle }> {
  const stage = await openUpkeepStage(undefined, { ahead });
  const pull = stage.repository.pull({ author: "sam" });
  await start(stage);
  return { stage, pull };
}

const removals = (pull: PullHandle) => pull.commentsBy("bowsprit[bot]").filter((body) => body.includes("New commits"));

describe("a push that nobody heard of", () => {
  it("takes lgtm away at the next look, once", async () => {
    const { stage, pull } = await acquainted();
    await saysLgtm(stage, pull);
    await unheard(stage, () => push(stage, pull));
    await lookLater(stage);
    expect(pull.labels).toEqual([]);
    expect(removals(pull)).toHaveLength(1);
    expect(await stage.said("pull requests")).toContain("1 change found that nobody told");
    stage.sandbox.requests.clear();
    await lookLater(stage);
    expect(stage.sandbox.requests.writes).toEqual([]);
  });

  it("leaves lgtm that was given after it", async () => {
    const { stage, pull } = await acquainted();
    await unheard(stage, () => push(stage, pull));
    await saysLgtm(stage, pull);
    await lookLater(stage);
    expect(pull.labels).toEqual([LGTM]);
    expect(removals(pull)).toEqual([]);
  });

  it("takes lgtm away when its time cannot be known", async () => {
    const { stage, pull } = await acquainted();
    await unheard(stage, () => push(stage, pull));
    await saysLgtm(stage, pull);
    stage.sandbox.faults.always(ACTIVITY, { kind: "status", status: 404 });
    await lookLater(stage);
    expect(pull.labels).toEqual([]);
  });

  it("leaves lgtm that somebody put on by hand after it, and takes away what was there before", async () => {
    const { stage, pull: later } = await acquainted();
    const earlier = stage.repository.pull({ author: "sam" });
    await lookLater(stage);
    await unheard(stage, () => {
      stage.sandbox.as("pat").addLabels(earlier, LGTM);
      push(stage, earlier);
      push(stage, later);
      stage.pass(MINUTE);
      stage.sandbox.as("pat").addLabels(later, LGTM);
    });
    await lookLater(stage);
    expect(later.labels).toEqual([LGTM]);
    expect(earlier.labels).toEqual([]);
  });

  it("is waited for while its webhook may still come", async () => {
    const { stage, pull } = await acquainted();
    await saysLgtm(stage, pull);
    await unheard(stage, () => push(stage, pull));
    stage.pass(5 * MINUTE);
    await stage.timers.ring(ROUNDS);
    await stage.quiet();
    expect(pull.labels).toEqual([LGTM]);
    await lookLater(stage);
    expect(pull.labels).toEqual([]);
  });
});

describe.each([HOUR, -HOUR])("with a clock that is %i ms ahead", (ahead) => {
  it("a push is waited for while its webhook may still come, and found after that", async () => {
    const { stage, pull } = await acquainted({ ahead });
    await saysLgtm(stage, pull);
    await unheard(stage, () => push(stage, pull));
    stage.pass(5 * MINUTE);
    await stage.timers.ring(ROUNDS);
    await stage.quiet();
    expect(pull.labels).toContain(LGTM);
    await lookLater(stage);
    expect(pull.labels).not.toContain(LGTM);
  });

  it("a pull request that was opened unheard is found, also after a look that changed nothing", async () => {
    const stage = await openUpkeepStage({ harbour: ["size"] }, { ahead });
    await start(stage);
    await lookLater(stage);
    stage.pass(MINUTE);
    const opened = await unheard(stage, () => stage.sandbox.as("sam").openPull(stage.repository));
    await lookLater(stage);
    expect(opened.labels).toEqual(["size/XS"]);
  });
});

describe("pull requests that were heard of", () => {
  it("are looked at without a write, and for free when nothing changed", async () => {
    const { stage, pull } = await acquainted();
    push(stage, pull);
    await stage.quiet();
    await saysLgtm(stage, pull);
    await lookLater(stage);
    stage.sandbox.requests.clear();
    await lookLater(stage);
    expect(stage.sandbox.requests.writes).toEqual([]);
    const lists = stage.sandbox.requests.all.filter(({ route }) => route === "GET /repos/{owner}/{repo}/pulls");
    expect(lists.map(({ status }) => status)).toEqual([304]);
    expect(pull.labels).toEqual([LGTM]);
  });

  it("keep their lgtm when the process starts again", async () => {
    const { stage, pull } = await acquainted();
    await saysLgtm(stage, pull);
    await stage.stop();
    stage.pass(HOUR);
    await start(stage);
    await lookLater(stage);
    expect(pull.labels).toEqual([LGTM]);
  });
});

describe("the first look at a repository", () => {
  it("writes nothing, whatever the labels are", async () => {
    const stage = await openUpkeepStage();
    const pull = stage.repository.pull({ author: "sam", labels: [LGTM] });
    await start(stage);
    expect(stage.sandbox.requests.writes.filter(({ route }) => !route.includes("access_tokens"))).toEqual([]);
    expect(pull.labels).toEqual([LGTM]);
  });

  it("after a loss of the store takes lgtm for older than what it covers, unless GitHub shows that it is not", async () => {
    const { stage, pull: doubtful } = await acquainted();
    await saysLgtm(stage, doubtful);
    const sure = stage.repository.pull({ author: "sam" });
    await unheard(stage, () => push(stage, sure));
    stage.pass(MINUTE);
    await unheard(stage, () => stage.sandbox.as("pat").addLabels(sure, LGTM));
    await stage.stop();
    rmSync(join(stage.directory, "inbox", "inbox.db"));
    stage.pass(HOUR);
    await start(stage);
    expect(await stage.said("store")).toContain("was gone");
    expect(doubtful.labels).toEqual([]);
    expect(sure.labels).toEqual([LGTM]);
    await lookLater(stage);
    expect(sure.labels).toEqual([LGTM]);
  });
});

it("follows the repositories that the configuration names under a token", async () => {
  const stage = await openUpkeepStage({ harbour: [], "harbour/boats": ["hold", "lgtm"] });
  const pull = stage.repository.pull({ author: "sam" });
  await stage.start({ care: true }, { credentials: { kind: "token", token: stage.sandbox.tokenOf("pat") } });
  await stage.timers.armed(2);
  await saysLgtm(stage, pull);
  await unheard(stage, () => push(stage, pull));
  stage.pass(HOUR);
  await stage.timers.ring(2);
  await stage.quiet();
  expect(pull.labels).toEqual([]);
});
