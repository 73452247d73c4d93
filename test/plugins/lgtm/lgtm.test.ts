import { describe, expect, it } from "vitest";
import type { Comment } from "../../../src/github/github.ts";
import { lgtmCovers, lgtmRemoved } from "../../../src/plugins/lgtm/messages.ts";
import { lgtm } from "../../../src/plugins/lgtm/plugin.ts";
import { BOT } from "../support/fake-github.ts";
import { say } from "../support/say.ts";

const at = "2026-01-01T00:00:00Z";
const own = (id: number, body: string): Comment => ({
  id,
  author: { login: BOT, type: "Bot" },
  body,
  createdAt: at,
  updatedAt: at,
  url: "",
});
const on = "pull" as const;
const collaborators = ["rick", "rita"];

describe("/lgtm", () => {
  it("adds the label and assigns a collaborator, in three requests", async () => {
    const { state, calls, replies, requests } = await say(lgtm, { by: "rick", body: "/lgtm", on }, { collaborators });
    expect(state.labels).toEqual(["lgtm"]);
    expect(state.assignees).toEqual(["rick"]);
    expect(calls[0]).toBe("collaborator rick");
    expect(calls.slice(1).sort()).toEqual(["add lgtm", "assign rick"]);
    expect(replies).toEqual([]);
    expect(requests).toBe(3);
  });

  it("sends the label and the assignment side by side", async () => {
    const order: string[] = [];
    const slow = (name: string) => async () => {
      order.push(`${name} starts`);
      await Promise.resolve();
      order.push(`${name} ends`);
      return [];
    };
    const { fakeGitHub } = await import("../support/fake-github.ts");
    const fake = fakeGitHub({ collaborators }, { assign: slow("assign"), addLabels: slow("label") as never });
    await say(lgtm, { by: "rick", body: "/lgtm", on }, fake);
    expect(order.slice(0, 2)).toEqual(["assign starts", "label starts"]);
  });

  it("labels even if the reviewer cannot be assigned", async () => {
    const { fakeGitHub } = await import("../support/fake-github.ts");
    const fake = fakeGitHub({ collaborators }, { assign: () => Promise.reject(new Error("no")) });
    const { state } = await say(lgtm, { by: "rick", body: "/lgtm", on }, fake);
    expect(state.labels).toEqual(["lgtm"]);
  });

  it("refuses the author, who has to find somebody else", async () => {
    const { state, replies, requests } = await say(lgtm, { by: "alice", body: "/lgtm", on }, { collaborators });
    expect(state.labels).toEqual([]);
    expect(replies.join()).toContain("your own pull request");
    expect(requests).toBe(1);
  });

  it.each(["/lgtm", "/lgtm cancel", "/remove-lgtm"])("refuses %s of a stranger, assigned or not", async (body) => {
    const world = { collaborators, labels: ["bug"], assignees: ["otto"] };
    const { state, replies, requests } = await say(lgtm, { by: "otto", body, on }, world);
    expect(state.labels).toEqual(["bug"]);
    expect(replies.join()).toContain("Only collaborators");
    expect(requests).toBe(2);
  });

  it("assigns a collaborator also where the label is there already", async () => {
    const world = { collaborators, labels: ["LGTM"] };
    const { state, calls, reaction } = await say(lgtm, { by: "rick", body: "/lgtm", on }, world);
    expect(state.assignees).toEqual(["rick"]);
    expect(calls).toEqual(["collaborator rick", "assign rick"]);
    expect(reaction).toBeUndefined();
  });

  it("answers with a thumb when nothing was left to do", async () => {
    const world = { collaborators, labels: ["lgtm"], assignees: ["rick"] };
    const { reaction, requests } = await say(lgtm, { by: "rick", body: "/lgtm", on }, world);
    expect(reaction).toBe("+1");
    expect(requests).toBe(2);
  });

  it("deletes notices of earlier removals for a reviewer who is no newcomer, and only those", async () => {
    const comments = [own(1, lgtmRemoved("a")), own(2, "hello"), { ...own(3, lgtmRemoved("b")), author: stranger }];
    const world = { collaborators, assignees: ["rick"], comments };
    const { state, calls } = await say(lgtm, { by: "rick", body: "/lgtm", on }, world);
    expect(state.comments.map((comment) => comment.id)).toEqual([2, 3]);
    expect(calls.sort()).toEqual(["add lgtm", "collaborator rick", "comments", "delete comment 1"]);
  });

  it("is ignored on issues and on closed pull requests", async () => {
    const issue = await say(lgtm, { by: "rick", body: "/lgtm", on: "issue" }, { collaborators });
    const closed = await say(lgtm, { by: "rick", body: "/lgtm", on }, { collaborators, state: "closed" });
    expect([issue.requests, closed.requests]).toEqual([0, 0]);
  });
});

const stranger = { login: "otto", type: "User" as const };

it("is refused to the author under a login that is new since", async () => {
  const { state, replies } = await say(lgtm, { by: "rick", renamedAuthor: true, body: "/lgtm", on }, { collaborators });
  expect(state.labels).toEqual([]);
  expect(replies.join()).toContain("your own pull request");
});

describe("/lgtm cancel", () => {
  it.each(["/lgtm cancel", "/remove-lgtm"])("%s removes the label and assigns", async (body) => {
    const { state, requests } = await say(lgtm, { by: "rick", body, on }, { collaborators, labels: ["lgtm", "bug"] });
    expect(state.labels).toEqual(["bug"]);
    expect(state.assignees).toEqual(["rick"]);
    expect(requests).toBe(3);
  });

  it("is the author's right too, without being asked or assigned", async () => {
    const world = { collaborators: [], labels: ["lgtm"] };
    const { state, calls } = await say(lgtm, { by: "alice", body: "/lgtm cancel", on }, world);
    expect(state.labels).toEqual([]);
    expect(calls).toEqual(["remove lgtm"]);
  });

  it("of the author without the label gets a thumb", async () => {
    const { reaction, requests } = await say(lgtm, { by: "alice", body: "/lgtm cancel", on });
    expect([reaction, requests]).toEqual(["+1", 1]);
  });

  it("loses against an lgtm in the same text", async () => {
    const { state } = await say(lgtm, { by: "rick", body: "/lgtm\n/lgtm cancel", on }, { collaborators });
    expect(state.labels).toEqual(["lgtm"]);
  });

  it("asks the assignees again and forgets the content, where that is remembered", async () => {
    const section = [{ repos: ["acme"], store_tree_hash: true }];
    const comments = [own(1, lgtmCovers("c".repeat(40))), own(2, lgtmRemoved("a"))];
    const world = { collaborators, labels: ["lgtm"], assignees: ["rick", "rita"], comments };
    const { state } = await say(lgtm, { by: "rick", body: "/lgtm cancel", on, section }, world);
    expect(state.labels).toEqual([]);
    expect(state.reviewers).toEqual(["rick", "rita"]);
    expect(state.comments.map((comment) => comment.id)).toEqual([2]);
  });
});

describe("the lgtm plugin's help", () => {
  it.each([
    [undefined, "Every push takes lgtm away"],
    [[{ repos: ["acme/app"], store_tree_hash: true }], "keeps lgtm if"],
    [[{ repos: ["acme/app"], review_acts_as_lgtm: true }], "approving review gives lgtm"],
    [[{ repos: ["acme/app"], trusted_team_for_sticky_lgtm: "Leads" }], 'team "Leads"'],
  ])("says what %j means", (section, words) => {
    const checked = section === undefined ? undefined : lgtm.config?.schema.parse(section);
    const config = lgtm.config?.resolve(checked, { owner: "acme", name: "app" });
    expect(lgtm.describeConfig?.(config)).toContain(words);
  });
});
