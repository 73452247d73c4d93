import type { Comment } from "../github.ts";

/** What a delivery did to comments, so that lists it read earlier, or reads again, show it. */
export class CommentChanges {
  readonly #posted = new Map<number, Comment[]>();
  readonly #edited = new Map<number, string>();
  readonly #deleted = new Set<number>();

  posted(number: number, comment: Comment): void {
    this.#posted.set(number, [...(this.#posted.get(number) ?? []), comment]);
  }

  edited(id: number, body: string): void {
    this.#edited.set(id, body);
  }

  deleted(id: number): void {
    this.#deleted.add(id);
  }

  /** The comments of an issue as they are now, oldest first. */
  applied(number: number, read: readonly Comment[]): readonly Comment[] {
    const known = new Set(read.map((comment) => comment.id));
    const posted = (this.#posted.get(number) ?? []).filter((comment) => !known.has(comment.id));
    return [...read, ...posted]
      .filter((comment) => !this.#deleted.has(comment.id))
      .map((comment) => ({ ...comment, body: this.#edited.get(comment.id) ?? comment.body }));
  }
}
