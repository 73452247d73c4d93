import { Once } from "../cache/once.ts";
import type { ChangedFiles, Comment, Issue, Pull, PullHistory, Review } from "../github.ts";
import { LabelBatch } from "./label-batch.ts";
import { missingLabels } from "./label-lists.ts";

/**
 * What one delivery knows of one issue or pull request: what was read, each at most once, and what the delivery's own
 * writes changed since.
 */
export class IssueSnapshot {
  readonly issue = new Once<Issue>();
  readonly pull = new Once<Pull>();
  readonly files = new Once<ChangedFiles>();
  readonly comments = new Once<readonly Comment[]>();
  readonly reviews = new Once<readonly Review[]>();
  readonly reviewComments = new Once<readonly Comment[]>();
  readonly history = new Once<PullHistory>();
  /** The payload's labels, where they are to be trusted while the rest of it is not. */
  readonly labels = new Once<readonly string[]>();

  readonly batch = new LabelBatch();

  readonly #added = new Set<string>();
  readonly #removed = new Set<string>();
  #labels: readonly string[] | undefined;
  #fields: Partial<Pick<Pull, "assignees" | "state" | "requestedReviewers">> = {};

  /** GitHub's list after a write; undefined when it is not known. */
  labelsAdded(labels: readonly string[], after: readonly string[] | undefined): void {
    for (const label of labels) {
      this.#removed.delete(label.toLowerCase());
      this.#added.add(label);
    }
    this.#labels = after ?? this.#labels;
  }

  labelRemoved(label: string, after: readonly string[] | undefined): void {
    for (const one of this.#added) if (one.toLowerCase() === label.toLowerCase()) this.#added.delete(one);
    this.#removed.add(label.toLowerCase());
    this.#labels = after ?? this.#labels;
  }

  changed(fields: Partial<Pick<Pull, "assignees" | "state" | "requestedReviewers">>): void {
    this.#fields = { ...this.#fields, ...fields };
  }

  /** Labels as of the last answer, with every write of this delivery in them, whatever order the answers came in. */
  currentLabels(read: readonly string[]): readonly string[] {
    const base = this.#labels ?? read;
    const kept = base.filter((label) => !this.#removed.has(label.toLowerCase()));
    return [...kept, ...missingLabels(kept, [...this.#added])];
  }

  /** True when the labels are known without asking. */
  get labelsKnown(): boolean {
    return this.#labels !== undefined || [this.labels, this.issue, this.pull, this.history].some((one) => one.peek());
  }

  currentIssue(read: Issue): Issue {
    const { assignees = read.assignees, state = read.state } = this.#fields;
    return { ...read, assignees, state, labels: this.currentLabels(read.labels) };
  }

  currentPull(read: Pull): Pull {
    const { assignees = read.assignees, state = read.state } = this.#fields;
    const { requestedReviewers = read.requestedReviewers } = this.#fields;
    return { ...read, assignees, state, requestedReviewers, labels: this.currentLabels(read.labels) };
  }
}
