import { readFileSync, writeSync } from "node:fs";
import { workerData } from "node:worker_threads";
import { Standstill } from "./standstill.ts";

/** What the thread is started with. */
export interface LoopWatcherData {
  /** One number, which grows while the event loop turns. */
  readonly beats: Int32Array;
}

/** Milliseconds. */
const LOOK_MS = 1_000;
/** Fifty times what any input may take: whatever computes for so long does not end by itself. */
const LONGEST_MS = 10_000;
/** Linux counts computing time in hundredths of a second. */
const MS_PER_TICK = 10;

/**
 * Only computing counts: a loop that waits, for a log that nobody reads or a debugger, goes on when the wait is over. A
 * thread cannot end its process with a code of its own, and a loop that stands still hears no other signal.
 */
function watch({ beats }: LoopWatcherData): void {
  const standstill = new Standstill();
  setInterval(() => {
    if (standstill.look(Atomics.load(beats, 0), computedMs()) < LONGEST_MS) return;
    writeSync(
      2,
      "bowsprit: the event loop stood still for 10 s of computing: killed, the next start goes on from the disk\n",
    );
    process.kill(process.pid, "SIGKILL");
  }, LOOK_MS);
}

/** What the process's first thread computed until now. */
function computedMs(): number {
  const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, "latin1");
  // The name, in brackets, may hold anything; user and system time are the twelfth and thirteenth after it.
  const [user = "", system = ""] = stat
    .slice(stat.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 13);
  return (Number(user) + Number(system)) * MS_PER_TICK;
}

watch(workerData as LoopWatcherData);
