import { mostRounds } from "./journal-record.ts";
import { asNumber, type Sql } from "./sql.ts";

/** Which round of the journal the database has yet to take over. */
export interface JournalRound {
  read(): number;
  /** Goes to the next one, in the transaction that is open. */
  advance(): void;
}

/** The round that one database keeps. */
export function prepareRound(sql: Sql): JournalRound {
  const read = sql.prepare("select round from journal");
  const advance = sql.prepare(`update journal set round = (round + 1) % ${mostRounds}`);
  return {
    read: () => asNumber(read.first()?.[0]),
    advance: () => void advance.run(),
  };
}
