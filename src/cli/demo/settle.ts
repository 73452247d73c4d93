import type { Bot } from "../../compose.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";

export interface Settling {
  readonly sandbox: Pick<Sandbox, "hooks" | "idle">;
  readonly bot: Pick<Bot, "idle">;
}

/**
 * Resolves to true when every webhook was answered, every delivery ended and nothing of that caused another one; to
 * false when that took longer than `ms` milliseconds.
 */
export async function settle({ sandbox, bot }: Settling, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const still = async () => {
    for (let sent = -1; sent !== sandbox.hooks.log.length; ) {
      sent = sandbox.hooks.log.length;
      await sandbox.idle();
      await bot.idle();
    }
    return true;
  };
  try {
    return await Promise.race([still(), late]);
  } finally {
    clearTimeout(timer);
  }
}
