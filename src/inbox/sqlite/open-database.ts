import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  statSync,
} from "node:fs";
import { dirname, join, resolve } from "node:path";
import { InboxRefused } from "../inbox-unavailable.ts";
import type { StoreLoss } from "../store.ts";
import { migrate } from "./schema.ts";
import { connect, type Sql } from "./sql.ts";
import { errorCode, isDamage } from "./sqlite-errors.ts";

/** The one connection, and what was lost before it. */
export interface OpenDatabase {
  readonly sql: Sql;
  readonly loss: StoreLoss | undefined;
}

/**
 * Opens the directory's file for this process alone, checked and migrated. A damaged file is put aside under a
 * name with `.corrupt-` and the time, and an empty one takes its place; the loss is reported.
 */
export function openDatabase(directory: string, now: number): OpenDatabase {
  makeDirectory(directory);
  const file = join(directory, "inbox.db");
  const missing = lostFile(directory, file);
  try {
    const sql = openChecked(file);
    mark(directory);
    return { sql, loss: missing };
  } catch (error) {
    if (!isDamage(error)) throw explain(error, file);
    const loss = setAside(file, error, now);
    const sql = openChecked(file);
    mark(directory);
    return { sql, loss };
  }
}

function makeDirectory(directory: string): void {
  try {
    makeWithParents(resolve(directory));
  } catch (error) {
    const why = errorCode(error) || message(error);
    throw new InboxRefused(
      `The inbox's directory ${directory} cannot be made (${why}); let DATA_DIR name another one.`,
    );
  }
}

/** One by one: where nothing can be made at all, as below /proc, Node's own recursion never ends. */
function makeWithParents(directory: string): void {
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return;
  const parent = dirname(directory);
  if (parent !== directory) makeWithParents(parent);
  try {
    mkdirSync(directory);
  } catch (error) {
    // Somebody else may have made it in the meantime.
    if (errorCode(error) !== "EEXIST" || !statSync(directory).isDirectory()) throw error;
  }
}

function openChecked(file: string): Sql {
  const sql = connect(file);
  try {
    // Exclusive before anything is read: the lock is taken once, and no second process can write or checkpoint.
    sql.exec("pragma locking_mode = exclusive");
    sql.exec("pragma journal_mode = wal");
    sql.exec("pragma synchronous = full");
    sql.exec("pragma journal_size_limit = 67108864");
    sql.exec("begin immediate; commit");
    check(sql);
    migrate(sql);
    return sql;
  } catch (error) {
    sql.close();
    throw error;
  }
}

class FailedCheck extends Error {
  readonly code = "SQLITE_CORRUPT";
}

function check(sql: Sql): void {
  const found = sql.prepare("pragma quick_check(1)").first()?.[0];
  if (found !== "ok") throw new FailedCheck(String(found));
}

function explain(error: unknown, file: string): unknown {
  if (error instanceof InboxRefused) return error;
  if (errorCode(error).startsWith("SQLITE_BUSY")) {
    return new InboxRefused(`Another process has the inbox ${file} open; only one may run at a time.`);
  }
  const code = whyUnwritable(file) ?? whyUnwritable(dirname(file));
  if (code !== undefined) {
    return new InboxRefused(
      `The inbox ${file} cannot be written (${code}); make it writable or name another directory.`,
    );
  }
  return new InboxRefused(`The inbox ${file} cannot be opened: ${message(error)}.`);
}

/** The driver says no more of it than that the disk failed. */
function whyUnwritable(path: string): string | undefined {
  try {
    if (existsSync(path)) accessSync(path, constants.W_OK);
    return undefined;
  } catch (error) {
    return errorCode(error);
  }
}

/** An empty file looks like a healthy new database, so a marker beside it tells that there was one before. */
function lostFile(directory: string, file: string): StoreLoss | undefined {
  if (!existsSync(markerOf(directory))) return undefined;
  if (existsSync(file) && statSync(file).size > 0) return undefined;
  return { kind: "missing", detail: "the file is gone or empty", movedTo: undefined };
}

function mark(directory: string): void {
  if (existsSync(markerOf(directory))) return;
  const descriptor = openSync(markerOf(directory), "w");
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function markerOf(directory: string): string {
  return join(directory, "inbox.initialised");
}

/** The log goes first: beside a fresh file, an old log must never be read as its own. */
function setAside(file: string, error: unknown, now: number): StoreLoss {
  const suffix = `.corrupt-${new Date(now).toISOString().replaceAll(":", "-")}`;
  for (const part of ["-arrivals", "-wal", "-shm", ""]) {
    if (existsSync(file + part)) renameSync(file + part, file + suffix + part);
  }
  return { kind: "corrupt", detail: message(error), movedTo: file + suffix };
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
