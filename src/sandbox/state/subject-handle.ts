import { pageUrl } from "../render/issue.ts";
import { latestStatuses } from "../render/status.ts";
import { changesOf, isPull } from "./pulls.ts";
import type { Comment, Issue, Pull, Review, ReviewComment, StatusState } from "./records.ts";
import type { World } from "./world.ts";

/** An issue as tests read it: names instead of records, always the present state. */
export class SubjectHandle {
  readonly world: World;
  readonly record: Issue;

  constructor(world: World, record: Issue) {
    this.world = world;
    this.record = record;
  }

  get number(): number {
    return this.record.number;
  }
  get url(): string {
    return pageUrl(this.world, this.record);
  }
  get repository(): string {
    return `${this.record.repository.owner.login}/${this.record.repository.name}`;
  }
  get author(): string {
    return this.record.author.login;
  }
  get title(): string {
    return this.record.title;
  }
  get body(): string {
    return this.record.body ?? "";
  }
  get state(): "open" | "closed" {
    return this.record.state;
  }
  /** Why it was closed; null while it is open and for pull requests. */
  get reason(): string | null {
    return this.record.state === "closed" ? this.record.stateReason : null;
  }
  get labels(): string[] {
    return this.record.labels.map((label) => label.name);
  }
  get assignees(): string[] {
    return this.record.assignees.map((account) => account.login);
  }
  get milestone(): string | null {
    return this.record.milestone?.title ?? null;
  }
  get comments(): readonly Comment[] {
    return this.record.comments;
  }
  /** Bodies of the comments of one login. */
  commentsBy(login: string): string[] {
    const wanted = login.toLowerCase();
    return this.comments
      .filter((comment) => comment.user.login.toLowerCase() === wanted)
      .map((comment) => comment.body);
  }
  /** Contents of the reactions, on the subject itself and on its comments. */
  get reactions(): string[] {
    const { pull, comments, reactions } = this.record;
    const all = [{ reactions }, ...comments, ...(pull?.reviewComments ?? [])];
    return all.flatMap((place) => place.reactions.map((reaction) => reaction.content));
  }
  get deletedRefs(): readonly string[] {
    const head = this.record.pull?.head.repository;
    const elsewhere = head && head !== this.record.repository ? head.deletedRefs : [];
    return [...this.record.repository.deletedRefs, ...elsewhere];
  }
}

/** A pull request as tests read it. */
export class PullHandle extends SubjectHandle {
  declare readonly record: Pull;

  constructor(world: World, record: Pull) {
    super(world, record);
    this.record = record;
  }

  get head(): string {
    return this.record.pull.head.sha;
  }
  get headRef(): string {
    return this.record.pull.head.ref;
  }
  get baseRef(): string {
    return this.record.pull.base.ref;
  }
  get draft(): boolean {
    return this.record.pull.draft;
  }
  get merged(): boolean {
    return this.record.pull.merged;
  }
  get mergeCommit(): string | null {
    return this.record.pull.mergeCommit;
  }
  /** Logins whose review is asked for. */
  get reviewers(): string[] {
    return this.record.pull.requestedReviewers.map((account) => account.login);
  }
  get teams(): string[] {
    return this.record.pull.requestedTeams.map((team) => team.slug);
  }
  get reviews(): readonly Review[] {
    return this.record.pull.reviews;
  }
  get reviewComments(): readonly ReviewComment[] {
    return this.record.pull.reviewComments;
  }
  get files(): string[] {
    return changesOf(this.world, this.record).map((change) => change.path);
  }
  /** State by context on the head commit. */
  get statuses(): Record<string, StatusState> {
    const latest = latestStatuses(this.record.repository, this.head);
    return Object.fromEntries(latest.map((status) => [status.context, status.state]));
  }
  /** Conclusion, or status until there is one, by name on the head commit. */
  get checks(): Record<string, string> {
    const runs = [...this.record.repository.checkRuns.values()].filter((run) => run.sha === this.head);
    return Object.fromEntries(runs.map((run) => [run.name, run.conclusion ?? run.status]));
  }
  /** Overrides what the branches say about a clean merge; null plays GitHub still computing it. */
  setMergeable(mergeable: boolean | null | undefined): void {
    this.record.pull.mergeable = mergeable;
  }
}

export function handleOf(world: World, record: Issue): SubjectHandle | PullHandle {
  return isPull(record) ? new PullHandle(world, record) : new SubjectHandle(world, record);
}
