import { vi } from "vitest";
import { replayCommand } from "../../src/cli/replay.ts";

export interface ReplayRun {
  readonly printed: string;
  /** The sentence it failed with. */
  readonly failed: string | undefined;
  readonly exitCode: number;
}

/** Runs `bowsprit replay` in this process, in an environment that holds these variables. */
export async function runReplay(args: readonly string[], environment: Record<string, string>): Promise<ReplayRun> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const out: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((chunk) => out.push(String(chunk)) > 0);
  const before = process.exitCode;
  process.exitCode = 0;
  try {
    const failed = await replayCommand()
      .exitOverride()
      .parseAsync(args, { from: "user" })
      .then(() => undefined)
      .catch((error: Error) => error.message);
    return { printed: out.join(""), failed, exitCode: Number(process.exitCode ?? 0) };
  } finally {
    spy.mockRestore();
    process.exitCode = before;
    vi.unstubAllEnvs();
  }
}
