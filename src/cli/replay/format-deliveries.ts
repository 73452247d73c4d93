import type { DeadDelivery, StoredRow } from "../../inbox/store.ts";
import { oneLine } from "../one-line.ts";

/** Dead deliveries, two lines each: what and when, then why. */
export function formatDead(deliveries: readonly DeadDelivery[]): string {
  if (deliveries.length === 0) return "No delivery is dead.";
  const count = deliveries.length === 1 ? "1 dead delivery" : `${deliveries.length} dead deliveries, latest first`;
  return [
    count,
    ...deliveries.map(
      (delivery) => `${heading(delivery)}  died ${time(delivery.endedAt)}\n    ${oneLine(delivery.error)}`,
    ),
    "Run one again with: bowsprit replay GUID",
  ].join("\n");
}

/** One delivery with its steps. */
export function formatRow(row: StoredRow): string {
  const ended = row.endedAt === null ? "" : ` since ${time(row.endedAt)}`;
  return [
    heading(row),
    `    ${row.state}${ended}, received ${time(row.receivedAt)}, ${plural(row.size, "byte")}${row.body ? "" : ", body removed"}`,
    ...(row.error === null ? [] : [`    ${oneLine(row.error)}`]),
    ...row.steps.map(({ step, state, tries, error }) => {
      const why = error === null ? "" : `: ${oneLine(error)}`;
      return `    ${oneLine(step) || "(whole delivery)"} ${state}${tries > 0 ? ` after ${plural(tries, "failure")}` : ""}${why}`;
    }),
  ].join("\n");
}

function heading({ guid, event, lane, attempts }: Pick<StoredRow, "guid" | "event" | "lane" | "attempts">): string {
  return `${oneLine(guid)}  ${oneLine(event)}  ${oneLine(lane)}  ${attempts === 1 ? "1 try" : `${attempts} tries`}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function time(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
