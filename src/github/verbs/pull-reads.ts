import type { ChangedFiles, Comment, LabelEvent, Pull, Review } from "../github.ts";
import { commentAnswer, fileAnswer, labelEventAnswer, pullAnswer, reviewAnswer } from "./rest-answers.ts";
import { askFor, askForAll, type VerbContext } from "./verb-context.ts";

/** The most files GitHub lists for a pull request. Source: GitHub, "List pull requests files". */
export const mostFiles = 3000;

export function fetchPull(context: VerbContext, number: number): Promise<Pull> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}";
  return askFor(context, pullAnswer, { route, path: { pull_number: number } });
}

export async function fetchFiles(context: VerbContext, number: number): Promise<ChangedFiles> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/files";
  const files = await askForAll(context, fileAnswer, { route, path: { pull_number: number } });
  return { files, truncated: files.length >= mostFiles };
}

export async function fetchReviews(context: VerbContext, number: number): Promise<readonly Review[]> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews";
  return askForAll(context, reviewAnswer, { route, path: { pull_number: number } });
}

export async function fetchReviewComments(context: VerbContext, number: number): Promise<readonly Comment[]> {
  const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/comments";
  return inOrder(await askForAll(context, commentAnswer, { route, path: { pull_number: number } }));
}

export async function fetchComments(context: VerbContext, number: number): Promise<readonly Comment[]> {
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
  return inOrder(await askForAll(context, commentAnswer, { route, path: { issue_number: number } }));
}

/** Labels put on, oldest first. */
export async function fetchLabelEvents(context: VerbContext, number: number): Promise<readonly LabelEvent[]> {
  const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/events";
  const events = await askForAll(context, labelEventAnswer, { route, path: { issue_number: number } });
  return events.filter((event) => event !== undefined);
}

/** Oldest first, whichever list they came from. */
export function inOrder(comments: readonly Comment[]): readonly Comment[] {
  return [...comments].sort((left, right) => {
    const [one, other] = [Date.parse(left.createdAt), Date.parse(right.createdAt)];
    return one - other || left.id - right.id;
  });
}
