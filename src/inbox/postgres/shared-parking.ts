import type { Logger } from "../../log.ts";
import { startRounds } from "../rounds.ts";
import type { ParkedGroup, Parking } from "../schedule/parking.ts";
import type { Timers } from "../timers.ts";
import type { Database } from "./database.ts";
import { buryGroup, letGroupGo, parkedGroups, parkGroup } from "./parked-groups.ts";

export interface SharedParkingOptions {
  readonly database: Database;
  readonly timers: Timers;
  readonly log: Logger;
  /** There may be something to run again, or to end. */
  readonly onChange: () => void;
}

/** How late it is noticed what another replica parked; claims do not depend on it. */
const readEveryMs = 5_000;

/** The parking of all replicas together: what is parked is a row, which every claim looks for. */
export class SharedParking implements Parking {
  readonly #options: SharedParkingOptions;
  #known: readonly ParkedGroup[] = [];
  #stopReading = () => {};

  constructor(options: SharedParkingOptions) {
    this.#options = options;
  }

  async park(group: string, reason: string): Promise<void> {
    const { database, log } = this.#options;
    const news = await parkGroup(database, { group, reason, revives: true });
    if (news) log.warn({ group, reason }, "deliveries are parked until that changes");
    await this.read();
  }

  /** A run has parked its group with the same commit that ended it. */
  async noted(group: string, reason: string): Promise<void> {
    this.#options.log.warn({ group, reason }, "deliveries are parked until that changes");
    // What is not read now is read in a while.
    await this.read().catch(() => undefined);
  }

  async resume(group: string): Promise<void> {
    const { database, log, onChange } = this.#options;
    const news = await letGroupGo(database, group);
    if (news) log.info({ group }, "parked deliveries run again");
    await this.read();
    onChange();
  }

  async bury(group: string, reason: string): Promise<void> {
    const { database, log, onChange } = this.#options;
    await buryGroup(database, group, reason);
    log.warn({ group, reason }, "deliveries are given up");
    await this.read();
    onChange();
  }

  /** As known a few seconds ago. */
  groups(): readonly ParkedGroup[] {
    return this.#known;
  }

  async read(): Promise<void> {
    this.#known = await parkedGroups(this.#options.database);
  }

  /** Reads them from now on. */
  watch(): void {
    // The database's health tells that it is away; the next read follows.
    const next = () => readEveryMs;
    const round = () => this.read().then(next, next);
    this.#stopReading = startRounds({ timers: this.#options.timers, firstMs: readEveryMs, round });
  }

  stop(): void {
    this.#stopReading();
  }
}
