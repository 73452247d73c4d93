import { execFileSync } from "node:child_process";
import { closeSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { hasProgram } from "./programs.ts";

/** What the disk does to the inbox's files. */
export interface Disk {
  /** Milliseconds that each sync takes longer. */
  readonly syncMs?: number;
  /** Kills the process at this write or sync, counted from 1. */
  readonly killAt?: number;
  /** Lets half of that write reach the file first. */
  readonly tear?: boolean;
  /** The file in which `heldMs` finds what it tells. */
  readonly report?: string;
  /** While this file exists, nothing can be written. */
  readonly refuse?: string;
}

export const NO_SHIM = "the disk cannot be steered here (needs Linux and a C compiler, cc)";

/** Compiles what stands between the server and its disk; undefined where that cannot be done. */
export function compileShim(directory: string): string | undefined {
  if (process.platform !== "linux" || !hasProgram("cc")) return undefined;
  const library = join(directory, "disk-shim.so");
  try {
    const source = join(import.meta.dirname, "disk-shim.c");
    execFileSync("cc", ["-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], { stdio: "pipe" });
    return library;
  } catch {
    // A compiler without the C library's headers is as good as none.
    return undefined;
  }
}

/** The environment of a server whose inbox is on such a disk. */
export function diskEnv(
  shim: string,
  { syncMs = 0, killAt = 0, tear = false, report = "", refuse = "" }: Disk,
): Record<string, string> {
  return {
    LD_PRELOAD: shim,
    SHIM_PATH: "/inbox.db",
    SHIM_SYNC_MS: String(syncMs),
    SHIM_KILL_AT: String(killAt),
    SHIM_TEAR: tear ? "1" : "",
    SHIM_REPORT: report,
    SHIM_REFUSE: refuse,
  };
}

/** Milliseconds that the event loop's thread was inside writes and syncs of the inbox's files, all in all. */
export function heldMs(report: string): number {
  return Number(readFileSync(report).readBigInt64LE()) / 1_000;
}

/** How many edges of commits a process has come to: the first write of one and its sync. */
export function edgesIn(report: string): number {
  return Number(readFileSync(report).readBigInt64LE(8));
}

/** Kills the process that reports there when it comes to this edge, counted as `edgesIn` does. */
export function killAtEdge(report: string, edge: number): void {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(BigInt(edge));
  const descriptor = openSync(report, "r+");
  writeSync(descriptor, bytes, 0, 8, 16);
  closeSync(descriptor);
}
