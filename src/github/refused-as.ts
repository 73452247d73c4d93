import { GitHubError, type Refusal } from "./github-error.ts";

/** What the work answers, or `instead` when GitHub refuses in this way. */
export async function refusedAs<T, U>(refusal: Refusal, instead: U, work: Promise<T>): Promise<T | U> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof GitHubError && error.refusal === refusal) return instead;
    throw error;
  }
}
