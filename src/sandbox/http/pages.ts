import type { Call } from "./call.ts";
import { ok, type Reply } from "./reply.ts";

const MOST = 100;
const USUAL = 30;

/** One page of a list as the query asks, with GitHub's `Link` header. Only what is on the page is rendered. */
export function paged<T>(call: Call, items: readonly T[], render: (item: T) => unknown): Reply {
  const window = pageOf(call, items);
  return { ...ok(window.items.map(render)), headers: window.headers };
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly headers: Readonly<Record<string, string>>;
}

export function pageOf<T>(call: Call, items: readonly T[]): Page<T> {
  const size = Math.min(MOST, positive(call.query.get("per_page"), USUAL));
  const page = positive(call.query.get("page"), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  return { items: items.slice((page - 1) * size, page * size), headers: linkHeader(call, page, last) };
}

function positive(value: string | null, otherwise: number): number {
  const number = Number(value);
  return value !== null && Number.isInteger(number) && number > 0 ? number : otherwise;
}

function linkHeader(call: Call, page: number, last: number): Record<string, string> {
  if (last === 1) return {};
  const links: string[] = [];
  const add = (rel: string, to: number): number => links.push(`<${urlOf(call, to)}>; rel="${rel}"`);
  if (page > 1) add("prev", page - 1);
  if (page < last) {
    add("next", page + 1);
    add("last", last);
  }
  if (page > 1) add("first", 1);
  return { link: links.join(", ") };
}

function urlOf(call: Call, page: number): string {
  const query = new URLSearchParams(call.query);
  query.set("page", String(page));
  return `${call.world.origin}${call.path}?${query}`;
}
