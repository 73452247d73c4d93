import type { Bot } from "../../src/compose.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";

/**
 * Resolves when nothing is going on any more: every webhook was answered, every delivery ended, and what the bot did
 * caused no new webhook meanwhile.
 */
export async function quiet(sandbox: Sandbox, bot: Pick<Bot, "idle">): Promise<void> {
  for (let sent = -1; sent !== sandbox.hooks.log.length; ) {
    sent = sandbox.hooks.log.length;
    await sandbox.idle();
    await bot.idle();
  }
}
