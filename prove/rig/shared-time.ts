import { type BotProcess, pause } from "./bot-process.ts";
import type { GitHub } from "./github.ts";

/** The time of a server and its GitHub, made to pass for both at once, so that waits cost nothing. */
export class SharedTime {
  /** Milliseconds that were made to pass. */
  passed = 0;
  private readonly github: GitHub;

  constructor(github: GitHub) {
    this.github = github;
  }

  /** What a server must be started with, also in the middle. */
  get env(): Readonly<Record<string, string>> {
    return { PROVE_STEER_TIME: "1", PROVE_TIME_OFFSET: String(this.passed) };
  }

  /** Before any server was started. */
  async passBefore(ms: number): Promise<void> {
    this.passed += ms;
    await this.github.order("pass", { ms });
  }

  async pass(bot: BotProcess, ms: number): Promise<void> {
    this.passed += ms;
    await this.github.order("pass", { ms });
    await bot.ask("pass", ms);
  }

  /**
   * Lets a little time pass whenever nobody has anything to say, until there is nothing left to do; resolves to whether
   * that was within so many real milliseconds.
   */
  async rest(bot: BotProcess, within: number, isOver?: () => Promise<boolean>): Promise<boolean> {
    const end = performance.now() + within;
    const over = isOver ?? (async () => (await bot.pending()) === 0);
    const quiet = { since: 0, requests: -1 };
    while (!(await over())) {
      if (performance.now() > end) return false;
      const { requests, working } = await this.github.order("tally", {} as never);
      const still = requests === quiet.requests && working === 0;
      Object.assign(quiet, { since: still ? quiet.since + 1 : 0, requests });
      if (quiet.since >= 2) await this.pass(bot, quiet.since > 8 ? 30_000 : 2_000);
      await pause(15);
    }
    return true;
  }
}
