import type { Clock } from "../../clock.ts";
import { Once } from "../cache/once.ts";
import type { Issue, Pull, RepoRef } from "../github.ts";
import { CommentChanges } from "./comment-changes.ts";
import { IssueSnapshot } from "./issue-snapshot.ts";
import type { OwnWrites } from "./own-writes.ts";
import { isFresh, labelsInDoubt, type PayloadTimes, predatesOwnWrite } from "./payload-freshness.ts";

export interface Payload {
  readonly issue?: Issue;
  readonly pull?: Pull;
}

export interface SnapshotOrigin extends PayloadTimes {
  readonly repo: RepoRef;
  readonly payload: Payload;
  readonly ownWrites: OwnWrites;
  /** What another process wrote until this moment is not among the own writes. */
  readonly soleSince: number;
  readonly clock: Clock;
}

/** What one delivery knows, shared by its plugins: starts from the payload where that can be trusted. */
export class DeliverySnapshot {
  readonly comments = new CommentChanges();
  readonly #origin: SnapshotOrigin;
  readonly #branches = new Map<string, Once<string>>();
  readonly #issues = new Map<number, IssueSnapshot>();

  constructor(origin: SnapshotOrigin) {
    this.#origin = origin;
    const told = origin.payload.pull ?? origin.payload.issue;
    if (told) this.#begin(told);
  }

  /** The tip of a branch as this delivery sees it from its first question on. */
  branch(name: string): Once<string> {
    const known = this.#branches.get(name) ?? new Once<string>();
    this.#branches.set(name, known);
    return known;
  }

  of(number: number): IssueSnapshot {
    const known = this.#issues.get(number);
    if (known) return known;
    const snapshot = new IssueSnapshot();
    this.#issues.set(number, snapshot);
    return snapshot;
  }

  /** Judged at the start, before writes of this very delivery could put its own payload in doubt. */
  #begin(told: Issue): void {
    const { payload, ownWrites, soleSince, clock, repo } = this.#origin;
    if (!isFresh(this.#origin, clock.now()) || predatesOwnWrite(this.#origin, { at: soleSince })) return;
    const issue = { repo, number: told.number };
    if (labelsInDoubt(this.#origin, told.labels, ownWrites.last(issue, "labels"))) return;
    const snapshot = this.of(told.number);
    snapshot.labels.set(told.labels);
    if (predatesOwnWrite(this.#origin, ownWrites.last(issue, "rest"))) return;
    snapshot.issue.set(told);
    if (payload.pull) snapshot.pull.set(payload.pull);
  }
}
