import { type PostgresServer, startPostgres } from "../test/support/postgres-server.ts";
import { proof, skip } from "./proof.ts";
import { type BotProcess, type Home, makeHome, pause, startBot, until } from "./rig/bot-process.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import type { Rig } from "./rig/rig.ts";
import { Sender } from "./rig/sender.ts";

interface Params {
  /** One round kills a replica, stops another past its lease, cuts connections and restarts the database. */
  readonly rounds: number;
  readonly pullsPerRound: number;
}

const TAKEOVER_MS = 45_000;
/** Longer than a lease. */
const STANDSTILL_MS = 26_000;
/** Only who has not slept has the name it started with. */
const VICTIM = 0;
const SLEEPER = 1;
const OUTAGE_MS = 4_000;
const REPO = "harbour/boats";
const HOLD = "do-not-merge/hold";

/** Three replicas on one database and one GitHub, of which one after the other is killed or stands still. */
export const t17 = proof<Params>({
  id: "T17",
  promise: "replicas: nothing twice, lanes in order, a dead one's work moves on within 45 s (P12)",
  short: { rounds: 1, pullsPerRound: 160 },
  long: { rounds: 6, pullsPerRound: 150 },
  mutants: [
    {
      name: "believes payloads while others write",
      breaks: /have the label of another moment/,
      edits: [{ file: "github/limits/sharing.js", find: "if (replicas() > 1)", replace: "if (false)" }],
    },
    {
      name: "nobody takes over",
      breaks: /had in hand was done after/,
      edits: [
        {
          file: "inbox/postgres/replicas.js",
          find: "set owner = null, crashes = crashes + 1",
          replace: "set crashes = crashes",
        },
      ],
    },
  ],
  async run({ rounds, pullsPerRound }, rig) {
    const postgres = await startPostgres();
    if (postgres === undefined) return skip("PostgreSQL is not installed");
    rig.defer(() => postgres.stop());
    const scene = await setUp(rig, postgres, rounds * pullsPerRound);
    const takeovers: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const talk = startTalk(scene, scene.pulls.slice(round * pullsPerRound, (round + 1) * pullsPerRound));
      const took = await disturb(scene);
      takeovers.push(took);
      await talk;
      if (took > TAKEOVER_MS) return judge(scene, takeovers);
      rig.say(`round ${round + 1} of ${rounds}: took over within ${takeovers.at(-1)} ms`);
    }
    await until("the backlog to be done", 180_000, async () => (await unended(scene)) === 0);
    return judge(scene, takeovers);
  },
});

interface Scene {
  readonly rig: Rig;
  readonly postgres: PostgresServer;
  readonly github: GitHub;
  readonly home: Home;
  readonly bots: BotProcess[];
  /** By the bot's place, its name among the replicas as it was when it started. */
  readonly names: string[];
  readonly sender: Sender;
  readonly pulls: readonly number[];
  /** By pull request, whether it was held in the end. */
  readonly held: Map<number, boolean>;
}

async function setUp(rig: Rig, postgres: PostgresServer, count: number): Promise<Scene> {
  const github = await startGitHub(rig, { latency: 150 });
  const [owner = "", name = ""] = REPO.split("/");
  const pulls = await github.order("stage", { owner, name, pulls: count, labels: [HOLD, "lgtm"] });
  const home = makeHome(`${rig.directory}/home`, {
    app: github.app,
    apiUrl: github.url,
    plugins: "plugins:\n  harbour: { plugins: [hold, lgtm] }\n",
    env: { DATABASE_URL: await postgres.create("bowsprit"), GITHUB_LIMITS: "off" },
  });
  const sender = new Sender(24);
  rig.defer(() => sender.close());
  const scene = { rig, postgres, github, home, bots: [], names: [], sender, pulls, held: new Map() };
  for (const place of [0, 1, 2]) await startReplica(scene, place);
  return scene;
}

async function startReplica(scene: Scene, place: number): Promise<void> {
  scene.bots[place] = await startBot(scene.rig, scene.home);
  const [newest] = await query(scene, "select id from bowsprit.replica order by started_at desc limit 1");
  scene.names[place] = String(newest?.id);
}

/** On each pull request: a hold, something that is refused with one comment, and sometimes the end of the hold. */
async function startTalk(scene: Scene, pulls: readonly number[]): Promise<void> {
  const waiting = [...pulls];
  const work = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) await talkOn(scene, number);
  };
  await Promise.all(Array.from({ length: 12 }, work));
}

async function talkOn(scene: Scene, number: number): Promise<void> {
  const { rig, held } = scene;
  const cancels = rig.random.next() < 0.5;
  for (const body of ["/hold", "/lgtm", ...(cancels ? ["/hold cancel"] : [])]) {
    for (const said of await scene.github.order("say", { repo: REPO, number, login: "sam", body })) {
      await sendUntilTaken(scene, { ...said, body: Buffer.from(said.body) });
    }
  }
  held.set(number, !cancels);
  await pause(rig.random.between(2_500, 5_500));
}

/** To one replica after the other, as a proxy does; the same GUID each time. */
async function sendUntilTaken({ rig, bots, sender }: Scene, hook: Parameters<Sender["send"]>[1]): Promise<void> {
  for (let turn = Math.floor(rig.random.next() * 3); ; turn++) {
    const bot = bots[turn % bots.length];
    if (bot !== undefined && (await sender.send(bot.url, hook)).fate === "accepted") return;
    await pause(100);
  }
}

/** Resolves to how long it took until what the killed replica had in hand was done. */
async function disturb(scene: Scene): Promise<number> {
  const { bots, postgres } = scene;
  await pause(8_000);
  const takeover = await killWhileItRuns(scene, VICTIM);
  await startReplica(scene, VICTIM);
  const sleeper = bots[SLEEPER];
  sleeper?.child.kill("SIGSTOP");
  await pause(STANDSTILL_MS);
  sleeper?.child.kill("SIGCONT");
  await pause(500);
  await query(scene, "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'bowsprit'");
  await pause(1_000);
  await postgres.halt("immediate");
  // Longer than whoever begins anew waits before it does.
  await pause(OUTAGE_MS);
  await postgres.start();
  return takeover;
}

async function killWhileItRuns(scene: Scene, victim: number): Promise<number> {
  const { bots, names } = scene;
  const inHand: number[] = [];
  await until("something to be running", 60_000, async () => {
    inHand.push(...(await ownedBy(scene, names[victim])));
    return inHand.length > 0;
  });
  await bots[victim]?.end("SIGKILL");
  const begun = performance.now();
  const left = async () => {
    const rows = await query(
      scene,
      `select count(*)::int as left from bowsprit.delivery where state = 'pending' and id in (${inHand.join()})`,
    );
    return Number(rows[0]?.left ?? 0);
  };
  // Too long is a finding, not the end of the trial.
  const done = until("the dead replica's work to be done", 2 * TAKEOVER_MS, async () => (await left()) === 0);
  await done.catch(() => undefined);
  return Math.round(performance.now() - begun);
}

async function ownedBy(scene: Scene, name: string | undefined): Promise<readonly number[]> {
  const rows = await query(scene, `select id::int from bowsprit.delivery where owner = '${name}'`);
  return rows.map(({ id }) => Number(id));
}

async function unended(scene: Scene): Promise<number> {
  const rows = await query(scene, "select count(*)::int as left from bowsprit.delivery where state = 'pending'");
  return Number(rows[0]?.left ?? 0);
}

function query({ postgres }: Scene, text: string): Promise<readonly Record<string, unknown>[]> {
  return postgres.query(text, "bowsprit");
}

async function judge(scene: Scene, takeovers: readonly number[]) {
  const outcomes = await scene.github.order("outcomes", { repo: REPO });
  const twice = outcomes.filter(({ answers }) => answers > 1).length;
  const missing = outcomes.filter(({ number, answers }) => scene.held.has(number) && answers < 1).length;
  const wrong = outcomes.filter(({ number, labels }) => labels.includes(HOLD) !== (scene.held.get(number) ?? false));
  const [row] = await query(scene, DISORDER);
  const [disorder, dead, moved] = [Number(row?.disorder), Number(row?.dead), Number(row?.moved)];
  const given = await query(scene, "select crashes, error from bowsprit.delivery where state = 'dead' limit 3");
  const why = given.map(({ crashes, error }) => `${error} (${crashes} deaths)`).join("; ");
  const slowest = Math.max(...takeovers);
  const broken = [
    ...(twice > 0 ? [`${twice} pull requests were answered twice`] : []),
    ...(missing > 0 ? [`${missing} pull requests were never answered`] : []),
    ...(wrong.length > 0 ? [`${wrong.length} pull requests have the label of another moment`] : []),
    ...(disorder > 0 ? [`${disorder} deliveries ended before an older one of their lane`] : []),
    ...(dead > 0 ? [`${dead} deliveries are dead: ${why}`] : []),
    ...(slowest > TAKEOVER_MS ? [`what a dead replica had in hand was done after ${slowest} ms`] : []),
    ...(moved === 0 ? ["no delivery changed hands, so nothing was tried"] : []),
  ];
  const done = scene.held.size;
  return {
    figure: `${takeovers.length} rounds, ${done} pull requests, ${twice} twice, ${missing} missing, ${disorder} out of order, ${moved} moved, takeover ≤ ${slowest} ms`,
    broken,
    numbers: { pulls: done, twice, missing, wrong: wrong.length, disorder, dead, moved, slowest },
  };
}

const DISORDER = `
  select count(*) filter (where ended_at < before)::int as disorder,
    count(*) filter (where state = 'dead')::int as dead,
    count(*) filter (where crashes > 0)::int as moved
  from (select state, crashes, ended_at, lag(ended_at) over (partition by lane order by id) as before
    from bowsprit.delivery) deliveries`;
