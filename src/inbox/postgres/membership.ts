import { randomUUID } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { Logger } from "../../log.ts";
import type { CrashReport } from "../store.ts";
import { pause, type Timers } from "../timers.ts";
import type { Database } from "./database.ts";
import { countReplicas, leave, register, sayAlive, sweepReplicas, wakeForgotten } from "./replicas.ts";

export interface MembershipOptions {
  readonly database: Database;
  readonly timers: Timers;
  readonly log: Logger;
  /** A delivery that ran at so many deaths is put away. */
  readonly crashes: number;
  /** How long this replica may be silent, by the database's clock, before others take over what it holds. */
  readonly leaseMs: number;
  /** Milliseconds that go on while the process is stopped, and never jump. */
  readonly monotonic: () => number;
}

/** The right to run deliveries, for as long as nobody can have taken this replica for dead. */
export interface Lease {
  readonly owner: string;
  /** Fires when the right is over. */
  readonly signal: AbortSignal;
}

const soonMs = 1_000;
/** A word is sent four times in the length of a lease, which is given up a quarter before the others may take it. */
const quarters = 4;
const settleMs = 250;

/** How long a replica may be silent unless told, in milliseconds. */
export const defaultLeaseMs = 20_000;

/** The longest time until the others have what a dead replica held, in milliseconds. */
export function leaseTakesMs(leaseMs: number = defaultLeaseMs): number {
  return leaseMs + leaseMs / quarters;
}

/** This replica among the others: says that it is there, notices when it was not, and takes over from the dead. */
export class Membership {
  readonly #options: MembershipOptions;
  #id = randomUUID();
  #pools: readonly string[] = [];
  #controller: AbortController | undefined;
  /** When the last word that reached the database was sent. */
  #said = Number.NEGATIVE_INFINITY;
  /** The last counts: whoever left may have written a moment ago. */
  #counts: readonly number[] = [1];
  #left = false;
  #cancel = () => {};
  #cancelEnd = () => {};
  #waiting: (() => void)[] = [];

  constructor(options: MembershipOptions) {
    this.#options = options;
  }

  /** The most replicas that were alive at once in the length of a lease, this one included. */
  get replicas(): number {
    return Math.max(...this.#counts);
  }

  get id(): string {
    return this.#id;
  }

  /** Takes a place among the replicas; resolves to what the dead ones left behind. */
  async join(): Promise<CrashReport> {
    const { database, leaseMs } = this.#options;
    await this.#register();
    const { interrupted, quarantined } = await sweepReplicas(database, this.#options);
    await this.#count();
    this.#later(leaseMs / quarters);
    return { interrupted, quarantined };
  }

  /** Names the pools whose locks are this replica's. */
  async lockAs(pools: readonly string[]): Promise<void> {
    this.#pools = pools;
    await sayAlive(this.#options.database, this.#id, pools);
  }

  /** The lease, or undefined when it is over or may be: then nothing may be started or written. */
  lease(): Lease | undefined {
    const { monotonic, leaseMs } = this.#options;
    if (monotonic() - this.#said > leaseMs - leaseMs / quarters) this.#lose();
    return this.#controller === undefined ? undefined : { owner: this.#id, signal: this.#controller.signal };
  }

  /** Resolves when there is a lease, or when the signal fires. */
  async leased(signal: AbortSignal): Promise<Lease | undefined> {
    for (;;) {
      const lease = this.lease();
      if (lease !== undefined || signal.aborted) return lease;
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
  }

  /** The database does not know this replica any more: its right is over until it has said its name again. */
  disown(owner: string): void {
    if (owner === this.#id) this.#lose();
  }

  /** Resolves when the others have had the time to hear of this replica, or when the signal fires. */
  async heard(signal: AbortSignal): Promise<void> {
    const { timers, leaseMs } = this.#options;
    if (this.replicas > 1) await pause(timers, leaseMs / quarters + settleMs, signal);
  }

  /** Gives back the place and all that is still held. */
  async leave(): Promise<void> {
    this.#left = true;
    this.#cancel();
    this.#cancelEnd();
    await leave(this.#options.database, this.#id);
    this.#controller?.abort();
  }

  async #register(): Promise<void> {
    const sent = this.#options.monotonic();
    await register(this.#options.database, this.#id, this.#pools);
    this.#hold(sent);
  }

  #hold(sent: number): void {
    this.#said = sent;
    this.#controller ??= endless();
    this.#watchEnd();
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  /** Ends the lease in time even while a word is on its way to a database that went silent. */
  #watchEnd(): void {
    this.#cancelEnd();
    const { timers, monotonic, leaseMs } = this.#options;
    if (this.#left || this.lease() === undefined) return;
    const left = this.#said + leaseMs - leaseMs / quarters - monotonic();
    this.#cancelEnd = timers.after(Math.max(left, 0) + 1, () => this.#watchEnd());
  }

  #lose(): void {
    if (this.#controller === undefined) return;
    this.#controller.abort();
    this.#controller = undefined;
    this.#options.log.warn({ replica: this.#id }, "the database did not hear of this replica in time; its runs stop");
  }

  #later(ms: number): void {
    if (!this.#left) this.#cancel = this.#options.timers.after(ms, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    this.lease();
    try {
      await this.#say();
      await this.#lookAround();
      this.#later(this.#options.leaseMs / quarters);
    } catch (error) {
      // The database is away, which its health tells; the lease runs out by itself.
      this.#options.log.debug({ err: error }, "the replica's word did not reach the database");
      this.#later(Math.min(soonMs, this.#options.leaseMs / quarters));
    }
  }

  async #say(): Promise<void> {
    const sent = this.#options.monotonic();
    if (await sayAlive(this.#options.database, this.#id, this.#pools)) return this.#hold(sent);
    this.#lose();
    this.#id = randomUUID();
    await this.#register();
  }

  async #count(): Promise<void> {
    const { database, leaseMs } = this.#options;
    this.#counts = [...this.#counts, await countReplicas(database, leaseMs)].slice(-quarters);
  }

  async #lookAround(): Promise<void> {
    const { database, leaseMs, log } = this.#options;
    const { lost, interrupted, quarantined } = await sweepReplicas(database, this.#options);
    for (const replica of lost) log.warn({ replica }, "a replica fell silent; its deliveries run elsewhere");
    if (interrupted > 0) log.warn({ interrupted }, "took over deliveries of a replica that fell silent");
    for (const delivery of quarantined)
      log.error({ delivery }, "delivery is dead: the process died too often while it ran");
    await this.#count();
    await wakeForgotten(database, this.#id, leaseMs);
  }
}

/** A controller whose signal any number of runs may listen to. */
function endless(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}
