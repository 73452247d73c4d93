import type { EventPull, EventUser, PullEvent, ReviewEvent } from "../../../src/plugin-kit/events.ts";

const user = (login: string, type = "User"): EventUser => ({
  login,
  id: Buffer.from(login.padEnd(6)).readUIntBE(0, 6),
  type,
});

const repository = {
  id: 1,
  name: "app",
  full_name: "acme/app",
  owner: user("acme", "Organization"),
  default_branch: "main",
  private: false,
};

/** Pull request 7 of alice, on main. */
export function eventPull(change: Partial<EventPull> = {}): EventPull {
  return {
    number: 7,
    title: "Add a thing",
    body: "",
    state: "open",
    user: user("alice"),
    labels: [],
    assignees: [],
    html_url: "https://github.com/acme/app/pull/7",
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    draft: false,
    merged: false,
    base: { ref: "main", sha: "b".repeat(40), repo: repository },
    head: { ref: "topic", sha: "a".repeat(40), repo: repository },
    requested_reviewers: [],
    ...change,
  };
}

export function pullEvent(action: string, change: Partial<EventPull> = {}): PullEvent {
  return { action, number: 7, pull_request: eventPull(change), repository, sender: user("alice") };
}

export interface SubmittedReview {
  readonly by: string;
  /** Whether the pull request's author reviews under a login that is new since. */
  readonly renamedAuthor?: boolean;
  readonly state: string;
  readonly body?: string;
  readonly type?: string;
  readonly commit?: string;
  readonly action?: string;
}

export function reviewEvent({ by, state, body = "", type = "User", ...rest }: SubmittedReview): ReviewEvent {
  return {
    action: rest.action ?? "submitted",
    pull_request: eventPull(),
    review: {
      id: 5,
      body,
      user: { ...user(by, type), ...(rest.renamedAuthor ? { id: user("alice").id } : {}) },
      state,
      html_url: "",
      submitted_at: "2026-01-02T00:00:00Z",
      commit_id: rest.commit ?? "a".repeat(40),
    },
    repository,
    sender: user(by, type),
  };
}
