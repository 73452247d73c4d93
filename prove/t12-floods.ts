import { connect, type Socket } from "node:net";
import { proof } from "./proof.ts";
import { type BotProcess, makeHome, pause, startBot } from "./rig/bot-process.ts";
import { startGitHub } from "./rig/github.ts";
import { mutants } from "./rig/mutants.ts";
import type { Rig } from "./rig/rig.ts";
import { headersOf, pushHook, quantile, Sender, signatureOf } from "./rig/sender.ts";

interface Params {
  readonly slow: number;
  readonly large: number;
  readonly idle: number;
  readonly seconds: number;
}

const P99_MS = 200;
const RSS_MIB = 512;

/** Slow senders, large forgeries and silent sockets, while somebody honest keeps delivering. */
export const t12 = proof<Params>({
  id: "T12",
  promise: "floods leave an honest sender served: p99 ≤ 200 ms, memory ≤ 512 MiB (P11)",
  short: { slow: 300, large: 40, idle: 200, seconds: 8 },
  long: { slow: 600, large: 40, idle: 300, seconds: 60 },
  mutants: [mutants.noByteBudget],
  async run({ slow, large, idle, seconds }, rig) {
    const github = await startGitHub(rig);
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins });
    const bot = await startBot(rig, home);
    const state = { over: false, closed: 0, forged: 0, peak: 0 };
    const port = Number(new URL(bot.url).port);
    for (let index = 0; index < idle; index++) open(rig, port, "", state);
    for (let index = 0; index < slow; index++) open(rig, port, "POST /hook HTTP/1.1\r\nhost: x\r\nx-", state);
    rig.defer(() => {
      state.over = true;
    });
    const floods = Array.from({ length: large }, () => forge(bot, state));
    const waits = await honest(bot, seconds, state);
    state.over = true;
    await Promise.all(floods);
    // Headers have 5 seconds, and are looked for every second.
    await pause(Math.max(0, 8_000 - seconds * 1_000));
    const [p99, most] = [Math.round(quantile(waits.ms, 0.99)), Math.round(Math.max(...waits.ms))];
    const broken = [
      ...(p99 > P99_MS ? [`an honest sender waited ${p99} ms at p99`] : []),
      ...(waits.failed > 0 ? [`${waits.failed} honest deliveries were not accepted`] : []),
      ...(state.peak > RSS_MIB ? [`memory reached ${state.peak} MiB`] : []),
      ...(state.closed < slow ? [`only ${state.closed} of ${slow} slow senders were shown out`] : []),
      ...(bot.alive ? [] : ["the process ended"]),
    ];
    return {
      figure: `${slow} slow, ${idle} idle, ${large} × 25 MB forged (${state.forged} sent): ${waits.ms.length} honest, p99 ${p99} ms, max ${most} ms, memory ≤ ${state.peak} MiB`,
      broken,
      numbers: { p99, most, peak: state.peak, honest: waits.ms.length, forged: state.forged },
    };
  },
});

interface State {
  over: boolean;
  closed: number;
  forged: number;
  peak: number;
}

function open(rig: Rig, port: number, words: string, state: State): void {
  const socket: Socket = connect(port, "127.0.0.1", () => {
    if (words !== "") socket.write(words);
  });
  const drip = setInterval(() => words !== "" && socket.writable && socket.write("a"), 1_000);
  socket.on("error", () => {});
  socket.on("close", () => {
    clearInterval(drip);
    if (words !== "") state.closed++;
  });
  socket.resume();
  rig.defer(() => void socket.destroy());
}

const LARGE = Buffer.alloc(25_000_000, "x");

/** Well shaped, large and signed with something else; again and again. */
async function forge(bot: BotProcess, state: State): Promise<void> {
  const { hostname, port } = new URL(bot.url);
  const hook = { event: "push", guid: "forged", body: LARGE };
  const headers = { ...headersOf({ ...hook, body: Buffer.alloc(0) }), "x-hub-signature-256": FORGED };
  const head = Object.entries({ ...headers, host: "x", "content-length": String(LARGE.length) });
  while (!state.over) {
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), hostname, () => {
        socket.write(`POST /hook HTTP/1.1\r\n${head.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`);
        socket.write(LARGE);
      });
      socket.on("data", () => socket.destroy());
      socket.on("error", () => {});
      socket.on("close", () => resolve());
      socket.setTimeout(10_000, () => socket.destroy());
    });
    state.forged++;
    await pause(20);
  }
}

const FORGED = signatureOf(Buffer.from("something else"), "another secret");

async function honest(bot: BotProcess, seconds: number, state: State) {
  const sender = new Sender(4);
  const ms: number[] = [];
  let failed = 0;
  const end = performance.now() + seconds * 1_000;
  for (let number = 0; performance.now() < end; number++) {
    const reply = await sender.send(bot.url, pushHook(number, 10_000));
    ms.push(reply.ms);
    if (reply.fate !== "accepted") failed++;
    if (!bot.alive) break;
    if (number % 10 === 0) state.peak = Math.max(state.peak, bot.residentMiB);
    await pause(5);
  }
  sender.close();
  return { ms, failed };
}
