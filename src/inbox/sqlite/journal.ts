import { closeSync, constants, fdatasyncSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from "node:fs";
import { decodeRecord, encodeRecord, headerBytes, isWhole, type JournalEntry, recordBytes } from "./journal-record.ts";

/** Batches up to this size are put together in memory that is used again. */
const keptBytes = 1024 * 1024;

/**
 * Where deliveries wait for the database: each batch is written in one piece and synced once. What counts are the
 * records of one round, from the beginning of the file to the first that is not whole. A round is over when the database
 * has them all and knows the number of the next one, so nothing is taken over twice and the file is written from its
 * beginning again, which a disk does faster than making a file longer.
 */
export class Journal {
  readonly #descriptor: number;
  readonly #kept = Buffer.allocUnsafeSlow(keptBytes);
  #round: number;
  #end = 0;

  /** Opens or creates the file and finds the end of the round. Throws what the system says. */
  constructor(file: string, round: number) {
    this.#descriptor = openSync(file, constants.O_RDWR | constants.O_CREAT);
    this.#round = round;
    for (const record of this.#records()) this.#end += record.byteLength;
  }

  /** Bytes that the round has written. */
  get size(): number {
    return this.#end;
  }

  /** The batch is on disk when this returns. Throws what the system says; then none of the batch is kept. */
  append(entries: readonly JournalEntry[]): void {
    const record = encodeRecord(entries, this.#round, (bytes) => this.#memory(bytes));
    let written = 0;
    while (written < record.byteLength) {
      written += writeSync(this.#descriptor, record, written, record.byteLength - written, this.#end + written);
    }
    fdatasyncSync(this.#descriptor);
    this.#end += record.byteLength;
  }

  /** Everything the round has kept, in order. An entry's bytes are gone when the next one is asked for: one batch at a time is in memory. */
  *entries(): Generator<JournalEntry> {
    for (const record of this.#records()) yield* decodeRecord(record);
  }

  /** The database has everything, and knows on its disk that this round comes next. */
  begin(round: number): void {
    this.#round = round;
    this.#end = 0;
  }

  close(): void {
    try {
      if (this.#end === 0) ftruncateSync(this.#descriptor);
    } catch {
      // It only takes room: what is in it belongs to rounds that are over.
    }
    closeSync(this.#descriptor);
  }

  #memory(bytes: number): Buffer {
    return bytes > keptBytes ? Buffer.allocUnsafeSlow(bytes) : this.#kept.subarray(0, bytes);
  }

  *#records(): Generator<Buffer> {
    const { size } = fstatSync(this.#descriptor);
    for (let at = 0; at + headerBytes <= size; ) {
      const bytes = recordBytes(this.#read(at, headerBytes), this.#round);
      // A header that was torn may promise more than there is.
      if (bytes === undefined || at + bytes > size) return;
      const record = this.#read(at, bytes);
      if (!isWhole(record)) return;
      yield record;
      at += bytes;
    }
  }

  #read(from: number, bytes: number): Buffer {
    // Memory of its own for each batch would not be given back before a crowd has been read to its end.
    const into = this.#memory(bytes);
    for (let done = 0; done < bytes; ) {
      const read = readSync(this.#descriptor, into, done, bytes - done, from + done);
      if (read === 0) break;
      done += read;
    }
    return into;
  }
}
