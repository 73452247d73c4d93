import type { LaneLimits } from "./schedule/lanes.ts";

/** Every number the inbox can be told. */
export interface InboxLimits extends LaneLimits {
  /** Accepted deliveries that have not ended; past it, `put` answers "full". */
  readonly backlogRows: number;
  readonly backlogBytes: number;
  /** A run's time; then its signal fires. */
  readonly runMs: number;
  /** How long a run may take to heed its signal before it is given up. */
  readonly abandonMs: number;
  /** How long a delivery that waits for another try holds back its lane. */
  readonly laneHoldMs: number;
  readonly tries: number;
  readonly tryForMs: number;
  /** How long a delivery is tried again that only waits for trouble to pass. */
  readonly waitForMs: number;
  /** A delivery that was running at so many deaths of the process is put away. */
  readonly crashes: number;
  /** How long a delivery suspected of killing the process runs alone. */
  readonly suspectMs: number;
  /** How long the bodies of done deliveries are kept, for replay. */
  readonly keepBodiesMs: number;
  /** How long rows are kept, which know duplicates. */
  readonly keepRowsMs: number;
  /** Oldest done bodies go early when all bodies take more than this. */
  readonly bodyBytes: number;
  readonly blobBytes: number;
  /** So many deliveries on their way to the disk at once make handlers wait, no longer than `rushMs`. */
  readonly rushCrowd: number;
  readonly rushMs: number;
  /** Bodies of deliveries in the queue that are kept in memory as well. */
  readonly memoryBytes: number;
}

const second = 1_000;
const day = 24 * 60 * 60 * second;
const mebibyte = 1024 * 1024;

/** What holds when nothing else is said. */
export const defaultLimits: InboxLimits = {
  running: 32,
  perGroup: 8,
  backlogRows: 20_000,
  backlogBytes: 128 * mebibyte,
  runMs: 60 * second,
  abandonMs: 10 * second,
  laneHoldMs: 30 * second,
  tries: 10,
  tryForMs: day,
  waitForMs: 30 * day,
  crashes: 3,
  suspectMs: 10 * second,
  keepBodiesMs: 3 * day,
  keepRowsMs: 30 * day,
  bodyBytes: 1024 * mebibyte,
  blobBytes: 128 * mebibyte,
  rushCrowd: 8,
  rushMs: second,
  memoryBytes: 4 * mebibyte,
};
