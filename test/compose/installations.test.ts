import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "vitest";
import { suspendInstallation, uninstall, unsuspendInstallation } from "../../src/sandbox/actions/installing-app.ts";
import type { Installation } from "../../src/sandbox/state/records.ts";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { postSigned } from "../support/post-signed.ts";
import { SECRET } from "../support/sandbox-settings.ts";
import { HOLD, openUpkeepStage, type UpkeepStage } from "./upkeep-stage.ts";

const HOUR = 60 * 60_000;
const ROUNDS = 3;
const NOWHERE = "http://127.0.0.1:9/";

interface Suspended {
  readonly stage: UpkeepStage;
  readonly bot: Awaited<ReturnType<UpkeepStage["start"]>>;
  readonly installation: Installation;
  readonly pull: PullHandle;
  readonly hook: string;
}

/** A bot to which two commands come late, from an installation that was suspended without a word meanwhile. */
async function suspendedMeanwhile(): Promise<Suspended> {
  const stage = await openUpkeepStage();
  const bot = await stage.start({ care: true });
  await stage.timers.armed(ROUNDS);
  const { sandbox } = stage;
  const installation = sandbox.world.installationOf("harbour");
  if (installation === undefined) throw new Error("not installed");
  const { url: hook = "" } = sandbox.hooks.config() as { url?: string };
  const pull = stage.repository.pull({ author: "sam" });
  sandbox.deliverTo(NOWHERE, SECRET);
  sandbox.as("pat").comment(pull, "/hold");
  sandbox.as("pat").comment(pull, "/lgtm");
  const late = sandbox.hooks.log.slice(-2);
  suspendInstallation(sandbox.world, installation);
  await sandbox.idle();
  sandbox.deliverTo(hook, SECRET);
  bot.github.forget(installation.id);
  for (const { event, payload, guid } of late) await postSigned(hook, { secret: SECRET, event, payload, guid });
  await stage.quiet();
  return { stage, bot, installation, pull, hook };
}

it.each<[string, (app: { id: number; privateKey: string }) => { appId: number; privateKey: string }]>([
  ["another number", ({ id, privateKey }) => ({ appId: id + 1, privateKey })],
  ["another key", ({ id }) => ({ appId: id, privateKey: otherKey() })],
])("says what is wrong and what to set where GitHub knows the App under %s", async (_, other) => {
  const stage = await openUpkeepStage();
  await stage.start({ care: true }, { credentials: { kind: "app", ...other(stage.sandbox.app) } });
  await stage.timers.armed(ROUNDS);
  const sentence = /^GitHub does not know this App: set APP_ID and PRIVATE_KEY/;
  expect(await stage.said("permissions")).toMatch(sentence);
  const errors = stage.log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);
  expect(errors).toMatchObject([{ msg: expect.stringMatching(sentence), reason: expect.stringContaining("401") }]);
});

function otherKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return privateKey.export({ type: "pkcs1", format: "pem" }).toString();
}

describe("deliveries of a suspended installation", () => {
  it("wait without a try used up, and run in order when it is back", async () => {
    const { stage, bot, installation, pull } = await suspendedMeanwhile();
    expect(pull.labels).toEqual([]);
    expect(bot.inbox.counts()).toMatchObject({ pending: 2, waiting: 0, dead: 0 });
    expect(bot.inbox.parking?.groups()).toMatchObject([{ group: String(installation.id) }]);
    unsuspendInstallation(stage.sandbox.world, installation);
    await stage.quiet();
    expect(pull.labels).toEqual([HOLD, "lgtm"]);
    expect(bot.inbox.counts()).toMatchObject({ pending: 0, dead: 0 });
    expect(bot.inbox.parking?.groups()).toEqual([]);
  });

  it("ask GitHub for nothing while they wait", async () => {
    const { stage, hook } = await suspendedMeanwhile();
    const [late] = stage.sandbox.hooks.log;
    stage.sandbox.requests.clear();
    await postSigned(hook, { secret: SECRET, event: late?.event ?? "", payload: late?.payload, guid: "another" });
    await stage.quiet();
    expect(stage.sandbox.requests.all).toEqual([]);
  });

  it("run when nobody said that it is back, after the next look", async () => {
    const { stage, bot, installation, pull, hook } = await suspendedMeanwhile();
    stage.pass(HOUR);
    await stage.timers.ring(ROUNDS);
    await stage.quiet();
    expect(bot.inbox.counts().pending).toBe(2);
    stage.sandbox.deliverTo(NOWHERE, SECRET);
    unsuspendInstallation(stage.sandbox.world, installation);
    await stage.sandbox.idle();
    stage.sandbox.deliverTo(hook, SECRET);
    stage.pass(HOUR);
    await stage.timers.ring(ROUNDS);
    await stage.quiet();
    expect(pull.labels).toEqual([HOLD, "lgtm"]);
  });

  it("still wait after a restart", async () => {
    const { stage, pull, installation } = await suspendedMeanwhile();
    await stage.stop();
    const bot = await stage.start({});
    stage.sandbox.requests.clear();
    await stage.quiet();
    expect(bot.inbox.counts().pending).toBe(2);
    expect(stage.sandbox.requests.all).toEqual([]);
    unsuspendInstallation(stage.sandbox.world, installation);
    await stage.quiet();
    expect(pull.labels).toEqual([HOLD, "lgtm"]);
  });

  it("are dead, with the reason, when it is removed", async () => {
    const { stage, bot, installation } = await suspendedMeanwhile();
    uninstall(stage.sandbox.world, installation);
    await stage.quiet();
    const dead = await bot.inbox.dead(5);
    expect(dead.map(({ error }) => error)).toEqual(["The App was uninstalled.", "The App was uninstalled."]);
  });

  it("are dead after a week", async () => {
    const { stage, bot } = await suspendedMeanwhile();
    stage.pass(8 * 24 * HOUR);
    await stage.timers.ring(ROUNDS);
    await stage.quiet();
    const dead = await bot.inbox.dead(5);
    expect(dead.map(({ error }) => error)).toContain("The installation was suspended for more than a week.");
  });
});

it("is not told by an event what is not so: the installation is asked", async () => {
  const stage = await openUpkeepStage();
  const bot = await stage.start({});
  const installation = stage.sandbox.world.installationOf("harbour");
  const { url: hook = "" } = stage.sandbox.hooks.config() as { url?: string };
  const about = { id: installation?.id, account: { login: "harbour" }, permissions: {} };
  const payload = { action: "deleted", installation: about };
  await postSigned(hook, { secret: SECRET, event: "installation", payload });
  await stage.quiet();
  const pull = stage.repository.pull({ author: "sam" });
  stage.sandbox.as("pat").comment(pull, "/hold");
  await stage.quiet();
  expect(pull.labels).toEqual([HOLD]);
  expect(bot.inbox.counts().dead).toBe(0);
});

describe("permissions", () => {
  const missing = (stage: UpkeepStage) => stage.log.filter((line) => line.includes("permissions are missing"));

  it("that an installation does not grant are named once, with the page where they are granted", async () => {
    const stage = await openUpkeepStage();
    const installation = stage.sandbox.world.installationOf("harbour");
    if (installation === undefined) throw new Error("not installed");
    const all = { ...installation.permissions };
    Object.assign(installation.permissions, { issues: "read" });
    delete installation.permissions.members;
    await stage.start({ care: true });
    await stage.timers.armed(ROUNDS);
    stage.pass(HOUR);
    await stage.timers.ring(ROUNDS);
    expect(missing(stage).map((line) => JSON.parse(line))).toMatchObject([
      {
        account: "harbour",
        missing: ["issues: write", "members: read"],
        grant: expect.stringMatching(/\/organizations\/harbour\/settings\/installations\/\d+$/),
      },
    ]);
    expect(await stage.said("permissions")).toBe("1 of 1 installations lack permissions; the log names them");
    Object.assign(installation.permissions, all);
    stage.pass(HOUR);
    await stage.timers.ring(ROUNDS);
    expect(await stage.said("permissions")).toBe("1 installation grants all that is needed");
    expect(missing(stage)).toHaveLength(1);
  });

  it("are not asked of accounts for which nothing is enabled", async () => {
    const stage = await openUpkeepStage();
    stage.sandbox.world.createOrganization({ login: "elsewhere" });
    const installation = stage.sandbox.world.installationOf("elsewhere");
    if (installation === undefined) throw new Error("not installed");
    Object.assign(installation.permissions, { issues: "read" });
    await stage.start({ care: true });
    await stage.timers.armed(ROUNDS);
    expect(missing(stage)).toEqual([]);
  });

  it("are looked at again when an installation says that it granted some", async () => {
    const stage = await openUpkeepStage();
    const { world } = stage.sandbox;
    const installation = world.installationOf("harbour");
    if (installation === undefined) throw new Error("not installed");
    Object.assign(installation.permissions, { issues: "read" });
    await stage.start({ care: true });
    await stage.timers.armed(ROUNDS);
    Object.assign(installation.permissions, { issues: "write" });
    suspendInstallation(world, installation);
    unsuspendInstallation(world, installation);
    await stage.quiet();
    await expect.poll(() => stage.said("permissions")).toBe("1 installation grants all that is needed");
  });
});
