import { proof } from "./proof.ts";
import { makeHome, pause, startBot, until } from "./rig/bot-process.ts";
import { startGitHub } from "./rig/github.ts";
import { readInbox } from "./rig/inbox-file.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { pushHook, Sender } from "./rig/sender.ts";

interface Params {
  readonly kills: number;
  readonly connections: number;
  /** Milliseconds between a start and the kill, least and most. */
  readonly life: readonly [number, number];
  /** So many deliveries must be accepted, or the run says too little. */
  readonly accepted: number;
}

const READY_MS = 2_000;

/** Kills the server again and again while it is loaded; what it said it has, it must have. */
export const t1 = proof<Params>({
  id: "T1",
  promise: "nothing answered 2xx is lost by kill -9; ready again within 2 s (P1, P12)",
  short: { kills: 3, connections: 16, life: [300, 700], accepted: 60 },
  long: { kills: 80, connections: 32, life: [1_000, 3_000], accepted: 200_000 },
  mutants: [mutants.ackBeforeCommit],
  async run({ kills, connections, life, accepted }, rig) {
    const github = await startGitHub(rig);
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, {
      app: github.app,
      apiUrl: github.url,
      plugins,
    });
    const load = startLoad(rig, connections);
    const ready: number[] = [];
    for (let life_ = 0; life_ < kills; life_++) {
      const bot = await startBot(rig, home);
      ready.push(bot.readyMs);
      load.url = bot.url;
      await pause(rig.random.between(...life));
      await bot.end("SIGKILL");
      rig.say(`kill ${life_ + 1} of ${kills}: ${load.accepted.length} accepted`);
    }
    await load.stop();
    const last = await startBot(rig, home);
    ready.push(last.readyMs);
    await until("the backlog to be done", 120_000, async () => (await last.pending()) === 0);
    const stop = await last.end("SIGTERM");
    return judge({ load, ready, kills, least: accepted, stopped: stop.code === 0, data: `${home.directory}/data` });
  },
});

interface Load {
  url: string;
  readonly accepted: string[];
  stop(): Promise<void>;
}

/** So many senders that never rest; what fails is sent again as something new. */
function startLoad(rig: Rig, connections: number): Load {
  const sender = new Sender(connections);
  rig.defer(() => sender.close());
  const state = { url: "", next: 0, over: false };
  const accepted: string[] = [];
  const work = async () => {
    while (!state.over) {
      if (state.url === "") {
        await pause(10);
        continue;
      }
      const hook = pushHook(state.next++);
      const { fate } = await sender.send(state.url, hook);
      if (fate === "accepted") accepted.push(hook.guid);
      else await pause(20);
    }
  };
  const all = Promise.all(Array.from({ length: connections }, work));
  return Object.assign(state, {
    accepted,
    stop: async () => {
      state.over = true;
      await all;
    },
  });
}

interface Found {
  readonly load: Load;
  readonly ready: readonly number[];
  readonly kills: number;
  readonly least: number;
  readonly stopped: boolean;
  readonly data: string;
}

function judge({ load, ready, kills, least, stopped, data }: Found) {
  const { states, integrity } = readInbox(data);
  const accepted = load.accepted.length;
  const lost = load.accepted.filter((guid) => !states.has(guid)).length;
  const undone = load.accepted.filter((guid) => states.has(guid) && states.get(guid) !== "done").length;
  const slowest = Math.max(...ready);
  const broken = [
    ...(lost > 0 ? [`${lost} of ${accepted} accepted deliveries are gone`] : []),
    ...(undone > 0 ? [`${undone} accepted deliveries are kept but did not run to their end`] : []),
    ...(integrity === "ok" ? [] : [`the file is damaged: ${integrity}`]),
    ...(slowest > READY_MS ? [`ready after ${slowest} ms`] : []),
    ...(stopped ? [] : ["the last stop was not clean"]),
    ...(accepted < least ? [`only ${accepted} were accepted: too few to say anything`] : []),
  ];
  return {
    figure: `${kills} kills, ${accepted} accepted, ${lost} lost, ready ≤ ${slowest} ms, integrity ${integrity}`,
    broken,
    numbers: { kills, accepted, lost, undone, slowest },
  };
}
