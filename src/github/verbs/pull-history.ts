import { decode } from "../decode.ts";
import type { ChangedFiles, Comment, LabelEvent, Pull, PullHistory, Review } from "../github.ts";
import { branchTip } from "./git-verbs.ts";
import { type PullHistoryAnswer, pullFrom, pullHistoryAnswer } from "./pull-history-answer.ts";
import { pullHistoryQuery } from "./pull-history-query.ts";
import * as lists from "./pull-reads.ts";
import { ask, type VerbContext } from "./verb-context.ts";

const route = "POST /graphql";

/** Read once a delivery; what the delivery wrote since is in it. */
export async function readPullHistory(context: VerbContext, number: number): Promise<PullHistory> {
  const snapshot = context.snapshot.of(number);
  const history = await snapshot.history.read(() => fetchHistory(context, number));
  const comments = context.snapshot.comments.applied(number, history.comments);
  return { ...history, comments, pull: snapshot.currentPull(history.pull) };
}

async function fetchHistory(context: VerbContext, number: number): Promise<PullHistory> {
  const { graphql, log } = context.services;
  if (!graphql.present) return historyByRest(context, number);
  const outcome = await graphql.outcome(ask(context, questionAbout(context, number)));
  if (outcome.kind === "data") return historyFrom(context, decode(pullHistoryAnswer, route, outcome.data));
  log.info({ reason: outcome.why.message }, "GraphQL did not answer, asking REST");
  return historyByRest(context, number);
}

function questionAbout({ repo }: VerbContext, number: number) {
  const variables = { owner: repo.owner, name: repo.name, number };
  return { route, body: { query: pullHistoryQuery, variables } };
}

async function historyFrom(context: VerbContext, answer: PullHistoryAnswer): Promise<PullHistory> {
  const pull = pullFrom(answer);
  const [files, comments, reviews, reviewComments, labelEvents] = await Promise.all([
    filesFrom(context, answer),
    commentsFrom(context, answer),
    reviewsFrom(context, answer),
    reviewCommentsFrom(context, answer),
    labelEventsFrom(context, answer, pull),
  ]);
  const tip = answer.baseRef?.target?.oid;
  const baseHead = tip === undefined ? pull.baseSha : await context.snapshot.branch(pull.baseRef).read(async () => tip);
  return { pull, files, comments, reviews, reviewComments, baseHead, labelEvents };
}

/** GraphQL does not name the old path of a renamed file, and gives a hundred at a time; REST does better at both. */
async function filesFrom(
  context: VerbContext,
  { files, changedFiles, number }: PullHistoryAnswer,
): Promise<ChangedFiles> {
  const moved = files?.nodes.some(({ status }) => status === "renamed" || status === "copied") ?? true;
  const listed = files === null || moved || files.pageInfo.hasNextPage ? undefined : files.nodes;
  const read = listed ? { files: listed, truncated: false } : await lists.fetchFiles(context, number);
  return { ...read, truncated: read.truncated || read.files.length < changedFiles };
}

async function commentsFrom(context: VerbContext, answer: PullHistoryAnswer): Promise<readonly Comment[]> {
  const { nodes, pageInfo } = answer.comments;
  return pageInfo.hasNextPage ? lists.fetchComments(context, answer.number) : lists.inOrder(nodes);
}

async function reviewsFrom(context: VerbContext, { reviews, number }: PullHistoryAnswer): Promise<readonly Review[]> {
  if (!reviews || reviews.pageInfo.hasNextPage) return lists.fetchReviews(context, number);
  return reviews.nodes.map(({ review }) => review);
}

async function reviewCommentsFrom(
  context: VerbContext,
  { reviews, number }: PullHistoryAnswer,
): Promise<readonly Comment[]> {
  const nodes = reviews?.nodes ?? [];
  const whole =
    reviews && !reviews.pageInfo.hasNextPage && nodes.every(({ comments }) => !comments.pageInfo.hasNextPage);
  if (!whole) return lists.fetchReviewComments(context, number);
  return lists.inOrder(nodes.flatMap(({ comments }) => comments.nodes));
}

async function labelEventsFrom(
  context: VerbContext,
  { timelineItems }: PullHistoryAnswer,
  { labels, number }: Pull,
): Promise<readonly LabelEvent[]> {
  if (labels.length === 0) return [];
  return timelineItems.pageInfo.hasPreviousPage ? lists.fetchLabelEvents(context, number) : timelineItems.nodes;
}

/** The same from REST, everything side by side that does not need an earlier answer. */
async function historyByRest(context: VerbContext, number: number): Promise<PullHistory> {
  const reading = context.snapshot.of(number).pull.read(() => lists.fetchPull(context, number));
  const [pull, files, comments, reviews, reviewComments, baseHead, labelEvents] = await Promise.all([
    reading,
    lists.fetchFiles(context, number),
    lists.fetchComments(context, number),
    lists.fetchReviews(context, number),
    lists.fetchReviewComments(context, number),
    reading.then((read) => branchTip(context, read)),
    reading.then((read) => (read.labels.length === 0 ? [] : lists.fetchLabelEvents(context, number))),
  ]);
  return { pull, files, comments, reviews, reviewComments, baseHead, labelEvents };
}
