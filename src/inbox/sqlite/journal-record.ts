import { crc32 } from "node:zlib";
import type { IncomingDelivery } from "../inbox.ts";

/** A delivery as it is kept until the database has it. */
export interface JournalEntry {
  readonly id: number;
  readonly delivery: IncomingDelivery;
  readonly started: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** An entry without its bytes. */
interface Description extends Omit<JournalEntry, "delivery"> {
  readonly delivery: Omit<IncomingDelivery, "body">;
}

/** "BOWJ", then the round in six bytes, the length of what follows the header, and the checksum of all the rest. */
const magic = 0x424f574a;
const roundAt = 4;
const lengthAt = 10;
const checksumAt = 14;
export const headerBytes = 18;
/** Before each entry: the lengths of its description and its body. */
const entryBytes = 8;

/** Rounds go from 0 to this, and begin again. */
export const mostRounds = 2 ** 48;

/** Puts a batch together, in memory that `take` gives for so many bytes. */
export function encodeRecord(entries: readonly JournalEntry[], round: number, take: (bytes: number) => Buffer): Buffer {
  const parts = entries.map((entry) => ({ about: Buffer.from(describe(entry)), body: entry.delivery.body }));
  const length = parts.reduce((sum, { about, body }) => sum + entryBytes + about.byteLength + body.byteLength, 0);
  const record = take(headerBytes + length);
  record.writeUInt32BE(magic, 0);
  record.writeUIntBE(round, roundAt, 6);
  record.writeUInt32BE(length, lengthAt);
  let at = headerBytes;
  for (const { about, body } of parts) {
    record.writeUInt32BE(about.byteLength, at);
    record.writeUInt32BE(body.byteLength, at + 4);
    record.set(about, at + entryBytes);
    record.set(body, at + entryBytes + about.byteLength);
    at += entryBytes + about.byteLength + body.byteLength;
  }
  record.writeUInt32BE(checksumOf(record), checksumAt);
  return record;
}

/** How long the record is that this header begins, or undefined when it begins none of this round. */
export function recordBytes(header: Buffer, round: number): number | undefined {
  if (header.readUInt32BE(0) !== magic || header.readUIntBE(roundAt, 6) !== round) return undefined;
  return headerBytes + header.readUInt32BE(lengthAt);
}

/** Whether the record is as it was written, to its end. */
export function isWhole(record: Buffer): boolean {
  return record.readUInt32BE(checksumAt) === checksumOf(record);
}

/** The entries of a whole record; their bodies are windows on it. */
export function* decodeRecord(record: Buffer): Generator<JournalEntry> {
  for (let at = headerBytes; at < record.byteLength; ) {
    const bodyAt = at + entryBytes + record.readUInt32BE(at);
    const end = bodyAt + record.readUInt32BE(at + 4);
    const { delivery, ...rest } = JSON.parse(record.toString("utf8", at + entryBytes, bodyAt)) as Description;
    yield { ...rest, delivery: { ...delivery, body: record.subarray(bodyAt, end) } };
    at = end;
  }
}

function describe({ id, delivery, started, now }: JournalEntry): string {
  const { body: _, ...rest } = delivery;
  return JSON.stringify({ id, started, now, delivery: rest } satisfies Description);
}

function checksumOf(record: Buffer): number {
  return crc32(record.subarray(headerBytes), crc32(record.subarray(0, checksumAt)));
}
