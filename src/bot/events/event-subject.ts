import type { Account, AccountType } from "../../github/github.ts";
import type { Subject } from "../../plugin-kit/comment-event.ts";
import type { EventIssue, EventUser } from "../../plugin-kit/events.ts";
import type { BotEvent } from "./decode-event.ts";

/** The issue or pull request an event is about, and whether it is open, as the payload tells it. */
export interface EventSubject extends Subject {
  readonly state: "open" | "closed";
}

/** GitHub's own stand-in for an account that is gone. */
export const GHOST: Account = { login: "ghost", type: "User" };

/** Undefined for events about a commit or a branch. */
export function subjectOf(event: BotEvent): EventSubject | undefined {
  const { payload } = event;
  if ("issue" in payload) return readSubject(payload.issue, payload.issue.pull_request !== undefined);
  if ("pull_request" in payload) return readSubject(payload.pull_request, true);
  return undefined;
}

export function accountOf(user: EventUser | null): Account {
  if (user === null) return GHOST;
  return { login: user.login, type: ACCOUNT_TYPES.get(user.type) ?? "User", id: user.id };
}

type SubjectFields = Pick<EventIssue, "number" | "user" | "html_url" | "state">;

function readSubject(issue: SubjectFields, isPull: boolean): EventSubject {
  return { number: issue.number, isPull, author: accountOf(issue.user), url: issue.html_url, state: issue.state };
}

const ACCOUNT_TYPES: ReadonlyMap<string, AccountType> = new Map([
  ["User", "User"],
  ["Bot", "Bot"],
  ["Organization", "Organization"],
  ["Mannequin", "Mannequin"],
]);
