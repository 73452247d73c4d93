import { Fifo } from "./fifo.ts";

/** What an entry must tell to be queued. */
export interface LaneEntry {
  readonly lane: string;
  readonly group: string;
}

/** How much may run side by side. */
export interface LaneLimits {
  /** How many run at once. */
  readonly running: number;
  /** How many of one group run at once. */
  readonly perGroup: number;
}

interface Lane<E> {
  readonly waiting: Fifo<E>;
  /** `ready`: queued in its group; `busy`: its first entry runs or waits for another try. */
  state: "idle" | "ready" | "busy";
  /** Entries that let others pass and have not come back. */
  aside: number;
  /** Entries on their way to the disk. */
  expected: number;
}

interface Group<E> {
  readonly key: string;
  readonly ready: Fifo<Lane<E>>;
  running: number;
  queued: boolean;
}

/** Groups have lanes of their own, so that a parked one holds nobody else's thread back. */
export function laneKey({ group, lane }: LaneEntry): string {
  return `${group}\n${lane}`;
}

/**
 * Decides what may run: one entry a lane at a time, first in first out; groups take turns, each within its limit, all
 * within the overall limit. Knows no time and does nothing itself.
 */
export class Lanes<E extends LaneEntry> {
  readonly #limits: LaneLimits;
  readonly #lanes = new Map<string, Lane<E>>();
  readonly #groups = new Map<string, Group<E>>();
  readonly #turns = new Fifo<Group<E>>();
  readonly #parked = new Set<string>();
  #running = 0;

  constructor(limits: LaneLimits) {
    this.#limits = limits;
  }

  /** How many run now. */
  get running(): number {
    return this.#running;
  }

  /** How many lanes and groups are remembered. */
  get size(): number {
    return this.#lanes.size + this.#groups.size;
  }

  add(entry: E): void {
    const lane = this.#lane(entry);
    lane.waiting.push(entry);
    this.#wake(lane);
  }

  /** An entry is on its way to the disk: nothing that comes after it may be reserved before it. */
  announce(entry: E): void {
    this.#lane(entry).expected++;
  }

  /** The announced entry did not come. */
  withdraw(entry: E): void {
    const lane = this.#lane(entry);
    lane.expected--;
    this.#forget(entry, lane);
  }

  /** The announced entry is here. */
  arrive(entry: E): void {
    this.#lane(entry).expected--;
    this.add(entry);
  }

  /** Runs an entry that is still on its way to the disk, if it could run at once; end it like any other. */
  reserve(entry: E): boolean {
    if (this.#lanes.has(laneKey(entry)) || this.#turns.length > 0 || this.#running >= this.#limits.running)
      return false;
    if (this.#parked.has(entry.group)) return false;
    const group = this.#group(entry.group);
    if (group.running >= this.#limits.perGroup) return false;
    this.#lane(entry).state = "busy";
    this.#occupy(group);
    return true;
  }

  /** The next entry that may run while no more than `most` run; it runs from now on. */
  next(most: number = this.#limits.running): E | undefined {
    if (this.#running >= Math.min(most, this.#limits.running)) return undefined;
    const group = this.#nextGroup();
    const lane = group?.ready.shift();
    const entry = lane?.waiting.shift();
    if (group === undefined || lane === undefined || entry === undefined) return undefined;
    lane.state = "busy";
    this.#occupy(this.#group(entry.group));
    this.#enqueue(group);
    return entry;
  }

  /** Nothing of the group is given out until it is let go; what runs may end. */
  park(group: string): void {
    this.#parked.add(group);
  }

  letGo(group: string): void {
    const known = this.#groups.get(group);
    if (this.#parked.delete(group) && known !== undefined) this.#enqueue(known);
  }

  /** The entry ended for good. */
  end(entry: E): void {
    this.#leave(entry);
    this.#release(entry);
  }

  /** The entry stopped running and waits for another try; its lane waits with it. */
  hold(entry: E): void {
    this.#leave(entry);
  }

  /** The held entry is to run again before any other of its lane. */
  resume(entry: E): void {
    const lane = this.#lane(entry);
    lane.waiting.unshift(entry);
    lane.state = "idle";
    this.#wake(lane);
  }

  /** The held entry lets its lane go on without it; returns whether others were waiting. */
  setAside(entry: E): boolean {
    const lane = this.#lane(entry);
    lane.aside++;
    this.#release(entry);
    return lane.waiting.length > 0;
  }

  /** An entry that was set aside runs as soon as its lane is free. */
  bringBack(entry: E): void {
    const lane = this.#lane(entry);
    lane.aside--;
    lane.waiting.unshift(entry);
    this.#wake(lane);
  }

  /** Whether an older entry of this lane is still aside. */
  overtakes(entry: E): boolean {
    return (this.#lanes.get(laneKey(entry))?.aside ?? 0) > 0;
  }

  /** Groups that were parked while they waited for their turn lose it. */
  #nextGroup(): Group<E> | undefined {
    for (let group = this.#turns.shift(); group !== undefined; group = this.#turns.shift()) {
      group.queued = false;
      if (!this.#parked.has(group.key)) return group;
    }
    return undefined;
  }

  #lane(entry: E): Lane<E> {
    let lane = this.#lanes.get(laneKey(entry));
    if (lane === undefined) {
      lane = { waiting: new Fifo(), state: "idle", aside: 0, expected: 0 };
      this.#lanes.set(laneKey(entry), lane);
    }
    return lane;
  }

  #group(key: string): Group<E> {
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = { key, ready: new Fifo(), running: 0, queued: false };
      this.#groups.set(key, group);
    }
    return group;
  }

  #wake(lane: Lane<E>): void {
    const first = lane.waiting.peek();
    if (lane.state !== "idle" || first === undefined) return;
    lane.state = "ready";
    const group = this.#group(first.group);
    group.ready.push(lane);
    this.#enqueue(group);
  }

  #enqueue(group: Group<E>): void {
    if (group.queued || group.ready.length === 0 || group.running >= this.#limits.perGroup) return;
    if (this.#parked.has(group.key)) return;
    group.queued = true;
    this.#turns.push(group);
  }

  #occupy(group: Group<E>): void {
    group.running++;
    this.#running++;
  }

  #leave(entry: E): void {
    const group = this.#group(entry.group);
    group.running--;
    this.#running--;
    this.#enqueue(group);
    if (group.running === 0 && group.ready.length === 0) this.#groups.delete(entry.group);
  }

  #release(entry: E): void {
    const lane = this.#lane(entry);
    lane.state = "idle";
    this.#wake(lane);
    this.#forget(entry, lane);
  }

  #forget(entry: E, lane: Lane<E>): void {
    if (lane.state === "idle" && lane.aside === 0 && lane.expected === 0) this.#lanes.delete(laneKey(entry));
  }
}
