import { millisecondsOf } from "../../plugin-kit/latest-word.ts";
import type { Memory } from "../../plugin-kit/memory.ts";

/** What a reviewer looked at became something else: by new commits, or by another branch to compare with. */
export interface Move {
  /** Milliseconds since the epoch, by GitHub's clock. */
  readonly at: number;
  /** The head from then on; empty when two moves of one second leave it open. */
  readonly head: string;
}

export type MoveKind = "push" | "base";

/** The latest move of a kind that was heard of, in whatever order they arrived. */
export async function lastMove(memory: Memory, number: number, kind: MoveKind): Promise<Move | undefined> {
  const text = await memory.recall(number, keyOf(kind));
  return text === undefined ? undefined : (JSON.parse(text) as Move);
}

/** Remembers the move unless a later one of its kind is known. */
export async function noteMove(memory: Memory, number: number, { kind, at, head }: Move & { readonly kind: MoveKind }) {
  const known = await lastMove(memory, number, kind);
  if (known !== undefined && known.at > at) return;
  const open = known !== undefined && known.at === at && known.head !== head;
  await memory.remember(number, keyOf(kind), JSON.stringify({ at, head: open ? "" : head } satisfies Move));
}

/** A pull request changes at the moment of its move, and the payload is made after it. */
export function moveOf(pull: { readonly updated_at: string; readonly head: { readonly sha: string } }): Move {
  return { at: millisecondsOf(pull.updated_at), head: pull.head.sha };
}

function keyOf(kind: MoveKind): string {
  return `latest ${kind}`;
}
