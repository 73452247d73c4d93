import { z } from "zod";
import type { Answer } from "./ask.ts";
import { decode } from "./decode.ts";

/** Asks for one page, counted from 1, a hundred entries each. */
export type AskPage = (page: number) => Promise<Answer>;

/** No list of ours is longer; more pages mean that something answers nonsense. */
const maxPages = 100;

/** Every entry of a list: the first page, then the others side by side when GitHub says how many there are. */
export async function readPages<S extends z.ZodType>(
  route: string,
  entry: S,
  askPage: AskPage,
): Promise<readonly z.output<S>[]> {
  const schema = z.array(entry);
  const first = await askPage(1);
  const pages = [first, ...(await otherPages(first, askPage))];
  return pages.flatMap((page) => decode(schema, route, page.data));
}

async function otherPages(first: Answer, askPage: AskPage): Promise<readonly Answer[]> {
  const last = pageOf(first, "last");
  if (last !== undefined) return Promise.all(range(2, Math.min(last, maxPages)).map(askPage));
  const rest: Answer[] = [];
  let next = pageOf(first, "next");
  while (next !== undefined && rest.length < maxPages) {
    const page = await askPage(next);
    rest.push(page);
    next = pageOf(page, "next");
  }
  return rest;
}

function range(from: number, to: number): readonly number[] {
  return Array.from({ length: Math.max(to - from + 1, 0) }, (_, index) => from + index);
}

/** The page a `link` header names for a relation. */
export function pageOf({ headers }: Answer, relation: "next" | "last"): number | undefined {
  for (const part of (headers.link ?? "").split(",")) {
    if (!part.includes(`rel="${relation}"`)) continue;
    const url = part.slice(part.indexOf("<") + 1, part.indexOf(">"));
    const page = URL.canParse(url) ? Number(new URL(url).searchParams.get("page")) : Number.NaN;
    if (Number.isSafeInteger(page) && page > 0) return page;
  }
  return undefined;
}
