import { startThread } from "../inbox/start-thread.ts";
import type { Logger } from "../log.ts";
import type { LoopWatcherData } from "./loop-watcher.ts";

/** Between two beats, in milliseconds. */
const BEAT_MS = 500;

/**
 * Ends the process when its event loop computes and computes without turning, so that whoever starts it again goes on with
 * the inbox: what ran at that moment is counted as the cause, and put away when it is so again and again. On Linux only,
 * where a thread can see what another one computes.
 */
export function watchLoop(log: Logger): void {
  if (process.platform !== "linux") return;
  const beats = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  setInterval(() => Atomics.add(beats, 0, 1), BEAT_MS).unref();
  const data: LoopWatcherData = { beats };
  const watcher = startThread(new URL("./loop-watcher", import.meta.url), { name: "watcher", data });
  watcher.on("error", (err) => log.warn({ err }, "nobody watches whether the event loop stands still"));
  watcher.unref();
}
