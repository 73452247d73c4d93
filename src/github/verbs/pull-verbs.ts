import type { ChangedFiles, Comment, GitHub, Pull, Review } from "../github.ts";
import { readPullHistory } from "./pull-history.ts";
import { fetchFiles, fetchPull, fetchReviewComments, fetchReviews } from "./pull-reads.ts";
import type { VerbContext } from "./verb-context.ts";

type PullVerbs = Pick<GitHub, "pull" | "files" | "reviews" | "reviewComments" | "pullHistory">;

export function pullVerbs(context: VerbContext): PullVerbs {
  return {
    pull: (number) => readPull(context, number),
    files: (number) => readFiles(context, number),
    reviews: (number) => readReviews(context, number),
    reviewComments: (number) => readReviewComments(context, number),
    pullHistory: (number) => readPullHistory(context, number),
  };
}

/** The pull request with this delivery's writes in it. */
async function readPull(context: VerbContext, number: number): Promise<Pull> {
  const snapshot = context.snapshot.of(number);
  const history = snapshot.history.peek()?.then(({ pull }) => pull);
  return snapshot.currentPull(await (history ?? snapshot.pull.read(() => fetchPull(context, number))));
}

function readFiles(context: VerbContext, number: number): Promise<ChangedFiles> {
  const snapshot = context.snapshot.of(number);
  const history = snapshot.history.peek()?.then(({ files }) => files);
  return history ?? snapshot.files.read(() => fetchFiles(context, number));
}

function readReviews(context: VerbContext, number: number): Promise<readonly Review[]> {
  const snapshot = context.snapshot.of(number);
  const history = snapshot.history.peek()?.then(({ reviews }) => reviews);
  return history ?? snapshot.reviews.read(() => fetchReviews(context, number));
}

function readReviewComments(context: VerbContext, number: number): Promise<readonly Comment[]> {
  const snapshot = context.snapshot.of(number);
  const history = snapshot.history.peek()?.then(({ reviewComments }) => reviewComments);
  return history ?? snapshot.reviewComments.read(() => fetchReviewComments(context, number));
}
