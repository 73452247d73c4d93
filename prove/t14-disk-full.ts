import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { proof, skip } from "./proof.ts";
import { makeHome, pause, startBot, until } from "./rig/bot-process.ts";
import { startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import { pushHook, Sender } from "./rig/sender.ts";

interface Params {
  readonly rounds: number;
}

/** A small disk is filled to the last byte and freed again, under deliveries. */
export const t14 = proof<Params>({
  id: "T14",
  promise: "on a full disk the answer is 503, never 2xx; it recovers by itself and loses nothing",
  short: { rounds: 1 },
  long: { rounds: 20 },
  mutants: [mutants.ackBeforeCommit],
  async run({ rounds }, rig) {
    const disk = `${rig.directory}/disk`;
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=8m", "tmpfs", disk], { stdio: "pipe" });
    } catch {
      return skip("a small disk cannot be mounted here (needs root)");
    }
    rig.defer(() => execFileSync("umount", ["-l", disk], { stdio: "pipe" }));
    const github = await startGitHub(rig);
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const env = { DATA_DIR: `${disk}/data` };
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const bot = await startBot(rig, home);
    const sender = new Sender(4);
    rig.defer(() => sender.close());
    const state = { next: 0, refused: 0, lied: 0, unready: 0 };
    const accepted: string[] = [];
    const send = async () => {
      const hook = pushHook(state.next++, 30_000);
      const { status } = await sender.send(bot.url, hook);
      if (status === 202) accepted.push(hook.guid);
      else if (status === 503) state.refused++;
      else state.lied++;
      return status;
    };
    const recoveries: number[] = [];
    for (let round = 0; round < rounds; round++) {
      for (let count = 0; count < 5; count++) await send();
      fill(`${disk}/ballast`);
      let tries = 0;
      while ((await send()) !== 503 && tries < 100) tries++;
      if (tries === 100) state.lied++;
      for (let count = 0; count < 10; count++) await send();
      if ((await bot.get("/readyz")).status === 503) state.unready++;
      if ((await bot.get("/commands")).status !== 200) state.lied++;
      rmSync(`${disk}/ballast`);
      const begun = performance.now();
      await until("deliveries to be taken again", 20_000, async () => {
        await pause(200);
        return (await bot.get("/readyz")).status === 200 && (await send()) === 202;
      });
      recoveries.push(Math.round(performance.now() - begun));
    }
    await until("the backlog to be done", 20_000, async () => (await bot.pending()) === 0);
    await bot.end("SIGTERM");
    const { states, integrity } = readInbox(`${disk}/data`);
    const lost = accepted.filter((guid) => !states.has(guid)).length;
    const slowest = Math.max(...recoveries);
    const broken = [
      ...(lost > 0 ? [`${lost} accepted deliveries are gone`] : []),
      ...(state.lied > 0 ? [`${state.lied} times a full disk was not told by a 503, or a page failed`] : []),
      ...(state.unready < rounds ? ["/readyz did not say so"] : []),
      ...(integrity === "ok" ? [] : [`the file is damaged: ${integrity}`]),
    ];
    return {
      figure: `${rounds} times full: ${state.refused} × 503, ${accepted.length} accepted, ${lost} lost, well again after ≤ ${slowest} ms`,
      broken,
      numbers: { rounds, refused: state.refused, accepted: accepted.length, lost, slowest },
    };
  },
});

function fill(path: string): void {
  for (const size of [1_000_000, 50_000, 1_000]) {
    try {
      for (let part = 0; part < 100; part++) writeFileSync(path, Buffer.alloc(size), { flag: "a" });
    } catch {
      // Full, which is what was wanted; smaller pieces fill what is left.
    }
  }
}
