import type { BotProcess } from "./bot-process.ts";

/** How long the event loop stood still at the most, and over what. */
interface Worst {
  readonly ms: number;
  readonly what: string;
}

/** Looks at a server's event loop input by input, so that a stall has a name. */
export class LagWatch {
  /** In the server's own computing time. */
  cpu: Worst = { ms: 0, what: "nothing" };
  /** By the wall, which others on the machine can bring about as well. */
  wall: Worst = { ms: 0, what: "nothing" };
  private readonly bot: BotProcess;

  constructor(bot: BotProcess) {
    this.bot = bot;
  }

  /** Blames whatever stall there is until `act` ends on `what`. */
  async during(what: string, act: () => Promise<unknown>): Promise<void> {
    await this.bot.ask("reset");
    await act();
    const { lagMs, wallLagMs } = await this.bot.ask("look");
    if (lagMs > this.cpu.ms) this.cpu = { ms: Math.round(lagMs), what };
    if (wallLagMs > this.wall.ms) this.wall = { ms: Math.round(wallLagMs), what };
  }
}
