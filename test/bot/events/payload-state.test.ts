import examples from "@octokit/webhooks-examples" with { type: "json" };
import { describe, expect, it } from "vitest";
import { decodePayload } from "../../../src/bot/events/decode-event.ts";
import { payloadState } from "../../../src/bot/events/payload-state.ts";
import { base, comment, HEAD, pull, repository, user } from "../payloads.ts";

function stateOf(header: string, payload: Record<string, unknown>) {
  const decoded = decodePayload(header, payload);
  if (decoded.kind !== "event") throw new Error(JSON.stringify(decoded));
  return payloadState(decoded.event);
}

const review = { id: 1, body: "", user: user("rita"), state: "approved", html_url: "", submitted_at: null };
const { merged: _, ...reviewed } = pull({ merged_at: null });

describe("what a payload says of its issue or pull request", () => {
  it("is the whole pull request in its own events", () => {
    const told = pull({
      labels: [{ name: "lgtm" }],
      assignees: [user("pat")],
      requested_reviewers: [user("rick"), { name: "Leads", slug: "leads" }],
      head: { ref: "topic", sha: "b".repeat(40), repo: null },
    });
    expect(stateOf("pull_request", { ...base(), action: "opened", number: 5, pull_request: told })).toEqual({
      pull: {
        number: 5,
        isPull: true,
        title: "A title",
        body: "",
        author: { login: "author", type: "User", id: user("author").id },
        state: "open",
        labels: ["lgtm"],
        assignees: ["pat"],
        url: "https://github.com/Acme/App/issues/5",
        draft: false,
        merged: false,
        baseRef: "main",
        baseSha: HEAD,
        headRef: "topic",
        headSha: "b".repeat(40),
        headRepo: null,
        requestedReviewers: ["rick"],
      },
    });
  });

  it("is the issue side in comments", () => {
    expect(stateOf("issue_comment", comment("x"))).toMatchObject({ issue: { number: 5, isPull: true } });
    expect(stateOf("issue_comment", comment("x", { isPull: false }))).toMatchObject({ issue: { isPull: false } });
  });

  it("is the pull request in reviews that say enough, else its issue side", () => {
    const event = (pullRequest: object) => ({ ...base(), action: "submitted", pull_request: pullRequest, review });
    const merged = { ...reviewed, merged_at: "2026-01-01T00:00:00Z" };
    expect(stateOf("pull_request_review", event(reviewed))).toMatchObject({ pull: { merged: false, draft: false } });
    expect(stateOf("pull_request_review", event(merged))).toMatchObject({ pull: { merged: true } });
    const { merged_at: _mergedAt, ...less } = reviewed;
    expect(stateOf("pull_request_review", event(less))).toMatchObject({ issue: { number: 5, isPull: true } });
  });

  it("names the fork", () => {
    const told = pull({ head: { ref: "x", sha: HEAD, repo: { ...repository, owner: user("fork") } } });
    const { pull: found } = stateOf("pull_request", { ...base(), action: "opened", number: 5, pull_request: told });
    expect(found?.headRepo).toEqual({ owner: "fork", name: "App" });
  });

  it("is nothing for a push", () => {
    const push = { ...base(), ref: "refs/heads/main", before: HEAD, after: HEAD, created: false, deleted: false };
    expect(stateOf("push", push)).toEqual({});
  });

  it("comes out of each of GitHub's examples of pull requests", () => {
    const found = (examples as unknown as { name: string; examples: Record<string, unknown>[] }[])
      .filter(({ name }) => name === "pull_request")
      .flatMap(({ examples: payloads }) => payloads)
      .map((payload) => decodePayload("pull_request", payload))
      .flatMap((decoded) => (decoded.kind === "event" ? [payloadState(decoded.event)] : []));
    expect(found.length).toBeGreaterThan(10);
    expect(found.filter(({ pull: one }) => one === undefined)).toEqual([]);
  });
});
