import type { CommentEvent } from "./comment-event.ts";
import type { Memory } from "./memory.ts";

/** When something was said, by GitHub's clock, and its place among what was said in the same second. */
export interface Word {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly order: string;
}

const KEY = "latest word";

/** The moment of a text; an edit is later than what it edits. */
export function wordOf(comment: Pick<CommentEvent, "createdAt" | "kind" | "id" | "action">): Word {
  const { createdAt, kind, id, action } = comment;
  return { at: millisecondsOf(createdAt), order: `${kind} ${String(id).padStart(16, "0")} ${action}` };
}

/** A time as GitHub writes it; the beginning of time when it is none. */
export function millisecondsOf(time: string): number {
  return Date.parse(time) || 0;
}

/** The latest word that was obeyed on an issue or pull request, or undefined when none is remembered. */
export async function latestWord(memory: Memory, number: number): Promise<Word | undefined> {
  const text = await memory.recall(number, KEY);
  return text === undefined ? undefined : (JSON.parse(text) as Word);
}

/**
 * Whether something said later was obeyed already: GitHub does not promise to deliver in order, and a switch must end
 * as the last person left it.
 */
export async function isOvertaken(memory: Memory, number: number, word: Word): Promise<boolean> {
  const latest = await latestWord(memory, number);
  if (latest === undefined) return false;
  return latest.at > word.at || (latest.at === word.at && latest.order > word.order);
}

/** From now on, what was said before this word is overtaken. */
export function obeyed(memory: Memory, number: number, word: Word): Promise<void> {
  return memory.remember(number, KEY, JSON.stringify({ at: word.at, order: word.order }));
}
