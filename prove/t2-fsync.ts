import { readFileSync } from "node:fs";
import { proof, skip } from "./proof.ts";
import { makeHome, startBot } from "./rig/bot-process.ts";
import { startGitHub } from "./rig/github.ts";
import { mutants } from "./rig/mutants.ts";
import { hasProgram } from "./rig/programs.ts";
import { pushHook, Sender } from "./rig/sender.ts";
import { readTrace } from "./rig/strace.ts";

interface Params {
  readonly deliveries: number;
  readonly connections: number;
}

/** Stands in for a power cut: the kernel is watched, and no 202 may leave while what it promises is not on the disk. */
export const t2 = proof<Params>({
  id: "T2",
  promise: "a 202 leaves only after the delivery's pages were synced to the disk (P1)",
  short: { deliveries: 300, connections: 8 },
  long: { deliveries: 5_000, connections: 32 },
  mutants: [mutants.unsyncedJournal, mutants.ackBeforeCommit],
  async run({ deliveries, connections }, rig) {
    if (!hasProgram("strace")) return skip("strace is not installed (apt-get install strace)");
    const github = await startGitHub(rig);
    const plugins = "plugins:\n  harbour: { plugins: [hold] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins });
    const trace = `${rig.directory}/trace`;
    const calls = "trace=fdatasync,fsync,pwrite64,write,writev,read,sendto,recvfrom";
    const under = ["strace", "-f", "-qq", "-y", "-s", "65536", "-e", calls, "-o", trace];
    const bot = await startBot(rig, home, { under, within: 60_000 });
    const sender = new Sender(connections);
    rig.defer(() => sender.close());
    let next = 0;
    const fates = new Map<string, number>();
    const work = async () => {
      while (next < deliveries) {
        const { fate } = await sender.send(bot.url, pushHook(next++));
        fates.set(fate, (fates.get(fate) ?? 0) + 1);
      }
    };
    await Promise.all(Array.from({ length: connections }, work));
    const accepted = fates.get("accepted") ?? 0;
    await bot.end("SIGTERM");
    const { clean, dirty, unseen } = readTrace(readFileSync(trace, "latin1"));
    const broken = [
      ...(dirty > 0 ? [`${dirty} of ${accepted} left before their pages were synced`] : []),
      ...(clean + dirty < accepted * 0.95
        ? [`only ${clean + dirty} of ${accepted} could be followed (${unseen})`]
        : []),
      ...(accepted < deliveries ? [`only ${accepted} of ${deliveries} were accepted`] : []),
    ];
    return {
      figure: `${accepted} acks followed, ${dirty} before the sync`,
      broken,
      numbers: { accepted, clean, dirty },
    };
  },
});
