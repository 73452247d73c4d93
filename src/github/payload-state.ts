import type { Payload } from "./delivery-snapshot.ts";
import { issueAnswer, pullAnswer } from "./rest-answers.ts";

/** What a webhook's payload tells of its issue or pull request; nothing where it is not in GitHub's form. */
export function payloadState(payload: object): Payload {
  const { issue, pull_request: pull } = payload as { issue?: unknown; pull_request?: unknown };
  const asIssue = issueAnswer.safeParse(issue);
  const asPull = pullAnswer.safeParse(pull);
  return { ...(asIssue.success ? { issue: asIssue.data } : {}), ...(asPull.success ? { pull: asPull.data } : {}) };
}
