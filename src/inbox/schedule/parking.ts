import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { KeyValueStore } from "../inbox.ts";

/** A group whose deliveries wait for something that only somebody else can change. */
export interface ParkedGroup {
  readonly group: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** One sentence. */
  readonly reason: string;
}

/** Groups of deliveries that are put off as a whole, across restarts, without using up their tries. */
export interface Parking {
  /** Starts nothing more of the group; resolves when that is on disk. */
  park(group: string, reason: string): Promise<void>;
  /** The group runs again, where it stopped; also one that was given up, from now on. */
  resume(group: string): Promise<void>;
  /** Whatever is pending of the group ends as dead for this reason, and so does what still comes. */
  bury(group: string, reason: string): Promise<void>;
  groups(): readonly ParkedGroup[];
}

/** Whoever gives out deliveries. */
export interface ParkingGround {
  park(group: string): void;
  letGo(group: string): void;
  condemn(group: string, reason: string): void;
  pardon(group: string): void;
}

export interface ParkingOptions {
  readonly ground: ParkingGround;
  readonly values: KeyValueStore;
  readonly clock: Clock;
  readonly log: Logger;
}

const key = "inbox/parked";

/** The parking of one inbox, as an earlier process left it. */
export async function openParking({ ground, values, clock, log }: ParkingOptions): Promise<Parking> {
  const parked = new Map<string, ParkedGroup>();
  for (const known of read(await values.get(key))) {
    parked.set(known.group, known);
    ground.park(known.group);
  }
  const keep = () => values.set(key, JSON.stringify([...parked.values()]));
  const leave = async (group: string) => {
    if (parked.delete(group)) await keep();
  };
  return {
    async park(group, reason) {
      ground.park(group);
      if (parked.has(group)) return;
      parked.set(group, { group, since: clock.now(), reason });
      log.warn({ group, reason }, "deliveries are parked until that changes");
      await keep();
    },
    async resume(group) {
      ground.pardon(group);
      ground.letGo(group);
      if (parked.has(group)) log.info({ group }, "parked deliveries run again");
      await leave(group);
    },
    async bury(group, reason) {
      ground.condemn(group, reason);
      ground.letGo(group);
      log.warn({ group, reason }, "deliveries are given up");
      await leave(group);
    },
    groups: () => [...parked.values()],
  };
}

function read(text: string | undefined): readonly ParkedGroup[] {
  return text === undefined ? [] : (JSON.parse(text) as readonly ParkedGroup[]);
}
