import { GitHubError } from "../github-error.ts";

type Post = (labels: readonly string[]) => Promise<void>;

interface Waiting {
  readonly labels: Set<string>;
  readonly sent: Promise<void>;
  callers: number;
}

/** Labels that several plugins add to one issue in the same turn of the event loop go out as one request. */
export class LabelBatch {
  #waiting: Waiting | undefined;

  /** Resolves when the labels were posted; the first plugin to add is the one that posts for all. */
  async add(labels: readonly string[], post: Post): Promise<void> {
    this.#waiting ??= this.#start(post);
    const batch = this.#waiting;
    batch.callers++;
    for (const label of labels) batch.labels.add(label);
    try {
      await batch.sent;
    } catch (error) {
      // A label GitHub does not take must not cost the other plugins theirs.
      const othersFault = batch.callers > 1 && error instanceof GitHubError && error.refusal === "invalid";
      if (!othersFault) throw error;
      await post(labels);
    }
  }

  #start(post: Post): Waiting {
    const labels = new Set<string>();
    const turn = new Promise<void>((resolve) => setImmediate(resolve));
    const sent = turn.then(() => {
      this.#waiting = undefined;
      return post([...labels]);
    });
    return { labels, sent, callers: 0 };
  }
}
