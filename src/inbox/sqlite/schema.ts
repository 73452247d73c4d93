import { InboxRefused } from "../inbox-unavailable.ts";
import { asNumber, type Sql } from "./sql.ts";

/** "BOWS": marks the file as ours. */
export const applicationId = 0x424f5753;

/** Each entry brings the file one version further, in one transaction; entries are never edited once released. */
export const migrations: readonly string[] = [
  `create table delivery (
     id integer primary key,
     guid text not null,
     hook text not null,
     event text not null,
     lane text not null,
     grp text not null,
     size integer not null,
     received_at integer not null,
     state text not null,
     running integer not null,
     attempts integer not null,
     failures integer not null default 0,
     crashes integer not null default 0,
     since integer not null,
     not_before integer not null default 0,
     ended_at integer,
     error text,
     unique (guid, hook)
   ) strict;
   create index delivery_open on delivery(state, id) where state <> 'done';
   create index delivery_ended on delivery(ended_at) where ended_at is not null;
   create table body (delivery integer primary key, bytes blob not null) strict;
   create table step (
     delivery integer not null,
     step text not null,
     state text not null,
     tries integer not null,
     error text,
     ended_at integer not null,
     primary key (delivery, step)
   ) strict, without rowid;
   create table effect (
     effect text primary key,
     state text not null,
     since integer not null
   ) strict, without rowid;
   create index effect_since on effect(since);
   create table blob (
     key text primary key,
     size integer not null,
     used_at integer not null,
     bytes blob not null
   ) strict;
   create index blob_used on blob(used_at);
   create table value (key text primary key, value text not null) strict, without rowid;
   create table tally (name text primary key, amount integer not null) strict, without rowid;
   insert into tally values ('body', 0), ('blob', 0), ('swept at', 0), ('swept id', 0), ('probe', 0);`,
  `alter table value add column until integer;
   create index value_until on value(until) where until is not null;`,
  // The first round is drawn by lot, so that a new file never takes over what lies beside it from an older one's life.
  `create table journal (round integer not null) strict;
   insert into journal values (abs(random() % 281474976710656));`,
];

/** Brings the file to this version's schema, or refuses a file that is not ours or is ahead of us. */
export function migrate(sql: Sql, steps: readonly string[] = migrations): void {
  const version = pragma(sql, "user_version");
  const owner = pragma(sql, "application_id");
  if (owner !== applicationId && (owner !== 0 || version !== 0 || tables(sql) > 0)) {
    throw new InboxRefused("The inbox's file belongs to another program; name another directory.");
  }
  if (version > steps.length) {
    throw new InboxRefused(
      `The inbox was written by a newer version (schema ${version}, this one knows ${steps.length}); start that version.`,
    );
  }
  for (const [index, step] of steps.entries()) {
    if (index >= version) apply(sql, step, index + 1);
  }
}

function apply(sql: Sql, step: string, version: number): void {
  sql.exec("begin immediate");
  sql.exec(`pragma application_id = ${applicationId}`);
  sql.exec(step);
  sql.exec(`pragma user_version = ${version}`);
  sql.exec("commit");
}

function pragma(sql: Sql, name: string): number {
  return asNumber(sql.prepare(`pragma ${name}`).first()?.[0]);
}

function tables(sql: Sql): number {
  return asNumber(sql.prepare("select count(*) from sqlite_schema").first()?.[0]);
}
