import { addStatus, type StatusFields } from "../actions/reporting.ts";
import type { FileChanges } from "../git/tree-files.ts";
import { filesOf } from "../git/tree-files.ts";
import { commitFiles } from "./committing.ts";
import { labelOf } from "./labels.ts";
import { addMilestone } from "./making.ts";
import { treeOfCommit } from "./pulls.ts";
import type { Permission, Repository } from "./records.ts";
import { type IssueOptions, type PullOptions, stageHand, stageIssue, stagePull } from "./staging.ts";
import { handleOf, PullHandle, SubjectHandle } from "./subject-handle.ts";
import type { World } from "./world.ts";

/** A repository for set-up and assertions. Nothing done through it sends a webhook. */
export class RepositoryHandle {
  readonly world: World;
  readonly record: Repository;

  constructor(world: World, record: Repository) {
    this.world = world;
    this.record = record;
  }

  get fullName(): string {
    return `${this.record.owner.login}/${this.record.name}`;
  }
  get labels(): string[] {
    return [...this.record.labels.values()].map((label) => label.name);
  }
  get milestones(): string[] {
    return this.record.milestones.map((milestone) => milestone.title);
  }
  get deletedRefs(): readonly string[] {
    return this.record.deletedRefs;
  }

  issue(options: IssueOptions = {}): SubjectHandle {
    return new SubjectHandle(this.world, stageIssue(this.world, this.record, options));
  }

  pull(options: PullOptions = {}): PullHandle {
    return new PullHandle(this.world, stagePull(this.world, this.record, options));
  }

  /** The issue or pull request of that number; throws when there is none. */
  subject(number: number): SubjectHandle | PullHandle {
    const record = this.record.issues.get(number);
    if (record === undefined) throw new Error(`${this.fullName} has no issue ${number}`);
    return handleOf(this.world, record);
  }

  /** The pull request of that number; throws when there is none. */
  pullOf(number: number): PullHandle {
    const found = this.subject(number);
    if (!(found instanceof PullHandle)) throw new Error(`${this.fullName}#${number} is not a pull request`);
    return found;
  }

  /** Tip of a branch. */
  branch(name: string = this.record.defaultBranch): string {
    const sha = this.record.refs.get(`refs/heads/${name}`);
    if (sha === undefined) throw new Error(`${this.fullName} has no branch ${name}`);
    return sha;
  }

  /** A file's text on a branch; undefined when there is none. */
  file(path: string, branch?: string): string | undefined {
    const entry = filesOf(this.world.git, treeOfCommit(this.world, this.branch(branch))).get(path);
    return entry === undefined ? undefined : this.world.git.blob(entry.id)?.toString("utf8");
  }

  /** Commits to a branch, the default one unless named, and answers the commit's id. */
  write(files: FileChanges, branch: string = this.record.defaultBranch): string {
    return commitFiles(this.world, this.record, { branch, files, message: "Change files", author: this.record.owner });
  }

  addLabel(name: string): void {
    labelOf(this.world, this.record, name);
  }

  addMilestone(title: string): void {
    addMilestone(this.world, this.record, title);
  }

  setCollaborator(login: string, permission: Permission): void {
    const key = login.toLowerCase();
    if (permission === "none") this.record.collaborators.delete(key);
    else this.record.collaborators.set(key, { account: this.world.account(login), permission });
  }

  /** A status that stands without having been announced. */
  status(fields: StatusFields): void {
    this.world.quietly(() => addStatus(stageHand(this.world, this.record.owner), this.record, fields));
  }
}
