import type { GitHub } from "../../github/github.ts";
import { isPassing } from "../../github/github-error.ts";
import type { Logger } from "../../log.ts";
import { hasLabel } from "../../plugin-kit/label-matching.ts";
import { isOvertaken, obeyed } from "../../plugin-kit/latest-word.ts";
import type { Memory } from "../../plugin-kit/memory.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { deleteNotices } from "./delete-notices.ts";
import { noteGrant } from "./grant.ts";
import { isSticky } from "./is-sticky.ts";
import type { LgtmConfig } from "./lgtm-config.ts";
import { type LgtmAsker, type RightsContext, refusalOf } from "./may-change-lgtm.ts";
import { LGTM_LABEL, lgtmCovers } from "./messages.ts";
import { movedSince } from "./moved-since.ts";
import { type OwedNotes, owedNotes } from "./owed-notes.ts";
import { isRemovalNotice, treeOf } from "./own-notices.ts";

type ChangeVerb =
  | "repo"
  | "issue"
  | "assign"
  | "addLabels"
  | "removeLabel"
  | "requestReviewers"
  | "botLogin"
  | "comments"
  | "comment"
  | "deleteComment"
  | "commitTree"
  | "teamSlugByName"
  | "teamMembers";

export interface ChangeContext extends RightsContext {
  readonly config: LgtmConfig;
  readonly github: RightsContext["github"] & Pick<GitHub, ChangeVerb>;
  readonly log: Pick<Logger, "warn">;
  readonly memory: Memory;
}

/**
 * What became of a wish to change lgtm. `unchanged`: everything was so already. `overtaken`: somebody decided later,
 * and was heard first.
 */
export type LgtmOutcome = { readonly refused: string } | "changed" | "unchanged" | "overtaken";

interface Change extends LgtmAsker {
  readonly hasLgtm: boolean;
  readonly isAssigned: boolean;
  readonly assignees: readonly string[];
}

/** Gives or takes back lgtm for somebody, and assigns them. Two round trips: may they, then all writes side by side. */
export async function changeLgtm(ctx: ChangeContext, asker: LgtmAsker): Promise<LgtmOutcome> {
  const refused = await refusalOf(ctx, asker);
  if (refused !== undefined) return { refused };
  if (await isOvertaken(ctx.memory, asker.number, asker.word)) return "overtaken";
  const moved = asker.wants === "add" ? await movedSince(ctx, asker) : undefined;
  if (moved !== undefined) return { refused: moved };
  const { labels, assignees } = await ctx.github.issue(asker.number);
  const isAssigned = assignees.includes(asker.by);
  const change = { ...asker, hasLgtm: hasLabel(labels, LGTM_LABEL), isAssigned, assignees };
  const owed = owedNotes(ctx.memory, asker.number, `${asker.wants} ${asker.word.at}`);
  const areNotesDue = hasNotes(ctx, change) && (await owing(change, owed));
  const writes = [
    ...assignment(ctx, change),
    ...(isLabelDue(change) ? [labelling(ctx, change)] : []),
    ...(areNotesDue ? [takeNotes(ctx, change)] : []),
  ];
  await settleAll([...writes, ...notes(ctx, asker)]);
  if (areNotesDue) await owed.settle();
  return writes.length === 0 ? "unchanged" : "changed";
}

/** What later commands and pushes are compared with. */
function notes({ memory }: ChangeContext, { number, wants, word, reviewed }: LgtmAsker): readonly Promise<void>[] {
  const heard = obeyed(memory, number, word);
  if (wants === "remove") return [heard];
  return [heard, noteGrant(memory, number, { at: word.at, ...(reviewed ? { commit: reviewed.commit } : {}) })];
}

function assignment(ctx: ChangeContext, { number, by, isAuthor, isAssigned }: Change): readonly Promise<unknown>[] {
  if (isAuthor || isAssigned || ctx.skipCollaborators) return [];
  return [
    ctx.github.assign(number, [by]).catch((error: unknown) => {
      if (isPassing(error)) throw error;
      // The label matters more than the assignment, which is a courtesy and is tried again with the next command; what passes is tried again now.
      ctx.log.warn({ err: error, login: by }, "lgtm could not assign the reviewer");
    }),
  ];
}

function isLabelDue({ hasLgtm, wants }: Change): boolean {
  return hasLgtm !== (wants === "add");
}

/** Whether an earlier try of the same command got no further than the label, or this one is about to change it. */
async function owing(change: Change, owed: OwedNotes): Promise<boolean> {
  if (!isLabelDue(change)) return owed.areOwed();
  await owed.owe();
  return true;
}

function labelling({ github }: ChangeContext, { number, wants }: Change): Promise<unknown> {
  return wants === "add" ? github.addLabels(number, [LGTM_LABEL]) : github.removeLabel(number, LGTM_LABEL);
}

function hasNotes({ config, skipCollaborators }: ChangeContext, { wants, isAssigned }: Change): boolean {
  return config.store_tree_hash || (wants === "add" && (isAssigned || skipCollaborators));
}

function takeNotes(ctx: ChangeContext, change: Change): Promise<void> {
  return change.wants === "add" ? noteAdded(ctx, change) : noteRemoved(ctx, change);
}

/**
 * Remembers the tree where configured, and deletes notices of earlier removals. Looking for those costs a request; it is
 * spent where the reviewer is no newcomer, because an earlier lgtm of theirs, which the notice is about, assigned them.
 */
async function noteAdded(ctx: ChangeContext, { number, author, isAssigned }: Change): Promise<void> {
  const remember = ctx.config.store_tree_hash && !(await isSticky(ctx, author));
  const writes: Promise<unknown>[] = [];
  if (remember) writes.push(rememberTree(ctx, number));
  if (remember || isAssigned || ctx.skipCollaborators) writes.push(deleteNotices(ctx.github, number, isRemovalNotice));
  await settleAll(writes);
}

async function rememberTree({ github }: ChangeContext, number: number): Promise<void> {
  const { headSha } = await github.pull(number);
  await github.comment(number, lgtmCovers(await github.commitTree(headSha)));
}

async function noteRemoved({ github }: ChangeContext, { number, assignees }: Change): Promise<void> {
  const prune = deleteNotices(github, number, (body) => treeOf(body) !== undefined);
  await settleAll(assignees.length === 0 ? [prune] : [prune, github.requestReviewers(number, assignees)]);
}
