import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Account, Comment, Review, ReviewState } from "../../../src/github/github.ts";
import { approvalsFromHistory, type HistoryRules } from "../../../src/plugins/approve/approvals-from-history.ts";

type Said = Parameters<typeof approvalsFromHistory>[0];

const rules: HistoryRules = {
  lgtmActsAsApprove: false,
  reviewStateCounts: true,
  isIgnored: (account) => account.type === "Bot",
};

const user = (login: string): Account => ({ login, type: login.endsWith("[bot]") ? "Bot" : "User" });
const time = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();

function comment(by: string, body: string, second = 0): Comment {
  const at = time(second);
  return { id: second, author: user(by), body, createdAt: at, updatedAt: at, url: `#${second}` };
}

function review(by: string, state: ReviewState, body = "", second = 0): Review {
  return { id: second, author: user(by), body, state, submittedAt: time(second), url: `#r${second}` };
}

function standing(said: Partial<Said>, change: Partial<HistoryRules> = {}): string {
  const history = { comments: [], reviews: [], reviewComments: [], ...said };
  const approvals = [...approvalsFromHistory(history, { ...rules, ...change }).values()];
  return approvals.map(({ login, how, waivesIssue }) => `${login}:${how}${waivesIssue ? "!" : ""}`).join(" ");
}

describe("what pat said stands as", () => {
  it.each([
    [["/approve"], "pat:approved"],
    [["/Approve please"], "pat:approved"],
    [["/approve no-issue"], "pat:approved!"],
    [["/approve No-Issue\t"], "pat:approved!"],
    [["/approve no-issue thanks"], "pat:approved"],
    [["/approve cancel"], ""],
    [["/approve", "/approve cancel"], ""],
    [["/approve", "/remove-approve whatever"], ""],
    [["/approve", "/remove-approve", "/approve"], "pat:approved"],
    [["/approve please do not cancel"], ""],
    [["/approve\n/approve cancel"], ""],
    [["/approve cancel\n/approve"], "pat:approved"],
    // A waiver stays until it is cancelled.
    [["/approve no-issue", "/approve"], "pat:approved!"],
    [["/approve no-issue", "/approve cancel", "/approve"], "pat:approved"],
    // `/lgtm` counts only beside an approval, and then for good or ill.
    [["/lgtm"], ""],
    [["/approve\n/lgtm cancel"], ""],
    [["/remove-approve\n/lgtm"], "pat:lgtm"],
    [["/approved"], ""],
    [["/approve, yes"], ""],
    [[" /approve"], ""],
    [["> /approve"], ""],
    [["```\n/approve\n```"], ""],
    [["<!--\n/approve\n-->"], ""],
  ])("%j: %j", (bodies, expected) => {
    expect(standing({ comments: bodies.map((body, second) => comment("pat", body, second)) })).toBe(expected);
  });

  it.each([
    ["/lgtm", "pat:lgtm"],
    ["/lgtm no-issue", "pat:lgtm!"],
    ["/lgtm thanks", "pat:lgtm"],
    ["/lgtm cancel", ""],
    ["/remove-lgtm", ""],
  ])("%j, where lgtm acts as approval: %j", (body, expected) => {
    expect(standing({ comments: [comment("pat", body)] }, { lgtmActsAsApprove: true })).toBe(expected);
  });
});

describe("reviews", () => {
  it.each([
    [[review("pat", "APPROVED")], "pat:approved"],
    [[review("pat", "APPROVED"), review("pat", "CHANGES_REQUESTED", "", 1)], ""],
    [[review("pat", "CHANGES_REQUESTED", "/approve")], "pat:approved"],
    [[review("pat", "APPROVED", "/approve cancel")], ""],
    [[review("pat", "APPROVED", "/lgtm")], "pat:lgtm"],
    [[review("pat", "COMMENTED")], ""],
    [[review("pat", "COMMENTED", "/approve")], "pat:approved"],
    [[review("pat", "APPROVED"), review("pat", "DISMISSED", "", 1)], "pat:approved"],
    [[review("pat", "DISMISSED")], ""],
    [[review("pat", "PENDING")], ""],
  ])("%j: %j", (reviews, expected) => {
    expect(standing({ reviews })).toBe(expected);
  });

  it("count by their commands alone where their state is ignored", () => {
    const reviews = [review("pat", "APPROVED"), review("ann", "APPROVED", "/approve", 1)];
    expect(standing({ reviews }, { reviewStateCounts: false })).toBe("ann:approved");
  });
});

describe("the order of what was said", () => {
  const taken = { comments: [comment("pat", "/approve", 1)], reviews: [review("pat", "CHANGES_REQUESTED", "", 1)] };

  it("is by time, across comments, inline comments and reviews", () => {
    const later = { ...taken, comments: [comment("pat", "/approve", 2)] };
    expect(standing(later)).toBe("pat:approved");
    expect(standing({ reviewComments: [comment("pat", "/approve cancel", 3)], ...later })).toBe("");
  });

  it("of one second is inline comments, comments, reviews", () => {
    expect(standing(taken)).toBe("");
    const inline = { reviewComments: [comment("pat", "/approve cancel", 1)], comments: taken.comments };
    expect(standing(inline)).toBe("pat:approved");
  });

  it("of one second ends with what started the judgement", () => {
    expect(standing(taken, { newest: { kind: "comment", id: 1 } })).toBe("pat:approved");
    expect(standing(taken, { newest: { kind: "review", id: 1 } })).toBe("");
  });
});

describe("who counts", () => {
  it("is everybody but those to be ignored and accounts that are gone", () => {
    const comments = [comment("helper[bot]", "/approve"), comment("", "/approve"), comment("otto", "/approve")];
    expect(standing({ comments })).toBe("otto:approved");
  });

  it("compares logins without case and shows them as GitHub does", () => {
    expect(standing({ comments: [comment("ALIcE", "/approve")] })).toBe("ALIcE:approved");
    expect(standing({ comments: [comment("Pat", "/approve"), comment("pAT", "/remove-approve", 1)] })).toBe("");
    const logins = ["__proto__", "constructor"].map((login, second) => comment(login, "/approve", second));
    expect(standing({ comments: logins })).toBe("__proto__:approved constructor:approved");
  });

  const selfApproval = { login: "alice", url: "#pull" };

  it.each([
    [[], "alice:author"],
    [["/approve"], "alice:approved"],
    [["/approve no-issue"], "alice:approved!"],
    [["/approve cancel"], ""],
    [["/remove-approve", "/approve"], "alice:approved"],
  ])("begins with the author, who said %j: %j", (bodies, expected) => {
    const comments = bodies.map((body, second) => comment("alice", body, second));
    expect(standing({ comments }, { selfApproval })).toBe(expected);
  });
});

it("lets the last clear word of each person stand, whatever the order of people", () => {
  const word = fc.constantFrom("/approve", "/approve cancel", "/remove-approve", "nothing");
  const said = fc.array(fc.tuple(fc.constantFrom("ann", "pat", "rex"), word), { maxLength: 30 });
  fc.assert(
    fc.property(said, (words) => {
      const comments = words.map(([by, body], second) => comment(by, body, second));
      const last = (login: string) => words.findLast(([by, body]) => by === login && body !== "nothing")?.[1];
      const expected = ["ann", "pat", "rex"].filter((login) => last(login) === "/approve");
      const found = approvalsFromHistory({ comments, reviews: [], reviewComments: [] }, rules);
      expect([...found.keys()].sort()).toEqual(expected);
    }),
  );
});
