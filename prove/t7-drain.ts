import { proof } from "./proof.ts";
import { makeHome, pause, startBot } from "./rig/bot-process.ts";
import { startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import { pushHook, Sender } from "./rig/sender.ts";

interface Params {
  readonly rounds: number;
  readonly connections: number;
}

/** SIGTERM while connections are kept open and busy: nobody is cut off, nothing accepted is lost, and it ends soon. */
export const t7 = proof<Params>({
  id: "T7",
  promise: "SIGTERM cuts nobody off and loses nothing: exit ≤ 10 s busy, ≤ 1 s idle (P10)",
  short: { rounds: 2, connections: 64 },
  long: { rounds: 40, connections: 64 },
  mutants: [mutants.cutsConnections],
  async run({ rounds, connections }, rig) {
    const github = await startGitHub(rig);
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins });
    const accepted: string[] = [];
    const exits: number[] = [];
    const state = { next: 0, resets: 0, turnedAway: 0, unclean: 0 };
    for (let round = 0; round < rounds; round++) {
      const bot = await startBot(rig, home);
      const sender = new Sender(connections);
      const drained = { begun: false };
      const work = async () => {
        for (;;) {
          const hook = pushHook(state.next++);
          const { fate, reused } = await sender.send(bot.url, hook);
          if (fate === "accepted") accepted.push(hook.guid);
          // Who connects anew after the signal was told to go away before; not to be let in is no reset.
          if (fate === "unknown") state[reused || !drained.begun ? "resets" : "turnedAway"]++;
          if (fate === "unknown" && drained.begun) return;
        }
      };
      const all = Promise.all(Array.from({ length: connections }, work));
      await pause(rig.random.between(300, 700));
      drained.begun = true;
      const begun = performance.now();
      const { code } = await bot.end("SIGTERM");
      exits.push(Math.round(performance.now() - begun));
      if (code !== 0) state.unclean++;
      await all;
      sender.close();
    }
    const idle = await startBot(rig, home);
    await pause(200);
    const begun = performance.now();
    await idle.end("SIGTERM");
    const idleMs = Math.round(performance.now() - begun);
    const { states } = readInbox(`${home.directory}/data`);
    const lost = accepted.filter((guid) => !states.has(guid)).length;
    const slowest = Math.max(...exits);
    const broken = [
      ...(state.resets > 0 ? [`${state.resets} requests were cut off`] : []),
      ...(lost > 0 ? [`${lost} accepted deliveries are gone`] : []),
      ...(state.unclean > 0 ? [`${state.unclean} stops were not clean`] : []),
      ...(slowest > 10_000 ? [`a busy stop took ${slowest} ms`] : []),
      ...(idleMs > 1_000 ? [`an idle stop took ${idleMs} ms`] : []),
    ];
    return {
      figure: `${rounds} stops under ${connections} connections, ${accepted.length} accepted: ${state.resets} cut off, ${lost} lost, exit ≤ ${slowest} ms, idle ${idleMs} ms`,
      broken,
      numbers: { rounds, accepted: accepted.length, resets: state.resets, lost, slowest, idleMs },
    };
  },
});
