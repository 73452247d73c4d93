import { describe, expect, it } from "vitest";
import { commentFromEvent } from "../../../src/bot/events/comment-from-event.ts";
import { decodePayload } from "../../../src/bot/events/decode-event.ts";
import { base, comment, issue, pull, user } from "../payloads.ts";

function read(header: string, payload: Record<string, unknown>) {
  const decoded = decodePayload(header, payload);
  if (decoded.kind !== "event") throw new Error(JSON.stringify(decoded));
  return commentFromEvent(decoded.event);
}

const review = {
  id: 8,
  body: "/lgtm",
  user: user("rita"),
  state: "approved",
  html_url: "https://github.com/r",
  submitted_at: "2026-02-02T00:00:00Z",
};
const inline = {
  id: 9,
  body: "/hold",
  user: user("rick"),
  html_url: "https://github.com/c",
  created_at: "2026-01-01T00:00:00Z",
  updated_at: "2026-01-03T00:00:00Z",
};
const changes = { body: { from: "old" } };

describe("the five webhooks that carry a text", () => {
  it.each<[string, string, Record<string, unknown>, object | undefined]>([
    ["a comment", "issue_comment", comment("hi"), { action: "created", kind: "comment", id: 99, body: "hi" }],
    [
      "an edited comment",
      "issue_comment",
      comment("hi", { action: "edited", from: "ho", at: "2026-03-01T00:00:00Z" }),
      { action: "edited", body: "hi", previousBody: "ho", createdAt: "2026-03-01T00:00:00Z" },
    ],
    ["a deleted comment", "issue_comment", comment("hi", { action: "deleted" }), undefined],
    [
      "a new issue",
      "issues",
      { ...base(), action: "opened", issue: issue({ body: "/kind bug" }) },
      { action: "created", kind: "description", id: 5, body: "/kind bug", author: { login: "author", type: "User" } },
    ],
    ["a new issue without text", "issues", { ...base(), action: "opened", issue: issue({ body: null }) }, { body: "" }],
    [
      "an issue that moved here",
      "issues",
      { ...base(), action: "opened", issue: issue(), changes: { old_issue: {} } },
      undefined,
    ],
    [
      "an edited issue",
      "issues",
      { ...base(), action: "edited", issue: issue({ body: "new" }), changes },
      { previousBody: "old" },
    ],
    [
      "an edited title",
      "issues",
      { ...base(), action: "edited", issue: issue({ body: "/x" }), changes: { title: { from: "t" } } },
      { previousBody: "/x" },
    ],
    ["a closed issue", "issues", { ...base(), action: "closed", issue: issue() }, undefined],
    [
      "a new pull request",
      "pull_request",
      { ...base(), action: "opened", number: 5, pull_request: pull({ body: "b" }) },
      { action: "created", kind: "description", body: "b" },
    ],
    ["a push to it", "pull_request", { ...base(), action: "synchronize", number: 5, pull_request: pull() }, undefined],
    [
      "a review",
      "pull_request_review",
      { ...base(), action: "submitted", pull_request: pull(), review },
      { action: "created", kind: "review", id: 8, body: "/lgtm", createdAt: "2026-02-02T00:00:00Z" },
    ],
    [
      "a review with the commit it is about",
      "pull_request_review",
      { ...base(), action: "submitted", pull_request: pull(), review: { ...review, commit_id: "e".repeat(40) } },
      { reviewed: { commit: "e".repeat(40), head: "a".repeat(40) } },
    ],
    [
      "an edited review, which is as young as its pull request's last change",
      "pull_request_review",
      { ...base(), action: "edited", pull_request: pull({ updated_at: "2026-03-03T00:00:00Z" }), review },
      { action: "edited", createdAt: "2026-03-03T00:00:00Z" },
    ],
    [
      "a review without text",
      "pull_request_review",
      { ...base(), action: "submitted", pull_request: pull(), review: { ...review, body: null } },
      { body: "" },
    ],
    [
      "a dismissed review",
      "pull_request_review",
      { ...base(), action: "dismissed", pull_request: pull(), review },
      undefined,
    ],
    [
      "an inline comment",
      "pull_request_review_comment",
      { ...base(), action: "created", pull_request: pull(), comment: inline },
      { action: "created", kind: "review-comment", id: 9, createdAt: "2026-01-01T00:00:00Z" },
    ],
    [
      "an edited inline comment",
      "pull_request_review_comment",
      { ...base(), action: "edited", pull_request: pull(), comment: inline, changes: { body: { from: null } } },
      { action: "edited", previousBody: "", createdAt: "2026-01-03T00:00:00Z" },
    ],
  ])("%s", (_, header, payload, expected) => {
    const found = read(header, payload);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(expected);
  });

  it("tells what the text stands on", () => {
    const { subject } = read("issue_comment", comment("x")) ?? {};
    expect(subject).toEqual({
      number: 5,
      isPull: true,
      author: { login: "author", type: "User", id: user("author").id },
      url: "https://github.com/Acme/App/issues/5",
    });
    expect(read("issue_comment", comment("x", { isPull: false }))?.subject.isPull).toBe(false);
  });

  it("names GitHub's ghost where an account is gone", () => {
    const payload = comment("/lgtm");
    const gone = { ...payload, comment: { ...(payload.comment as object), user: null }, issue: issue({ user: null }) };
    expect(read("issue_comment", gone)).toMatchObject({
      author: { login: "ghost" },
      subject: { author: { login: "ghost" } },
    });
  });

  it("has no text for events without one", () => {
    const sha = "b".repeat(40);
    expect(
      read("push", { ...base(), ref: "refs/heads/main", before: sha, after: sha, created: false, deleted: false }),
    ).toBeUndefined();
    expect(read("status", { ...base(), sha, state: "success", context: "ci", description: null })).toBeUndefined();
  });
});
