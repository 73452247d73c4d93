import { describe, expect, it } from "vitest";
import { assign } from "../../../src/plugins/assign/plugin.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { say } from "../support/say.ts";

const thirteen = Array.from({ length: 13 }, (_, index) => `p${index + 1}`);

describe("/assign and /unassign", () => {
  it("assigns the commenter when nobody is named, with one request and nothing said", async () => {
    const { state, requests, replies, reaction } = await say(assign, { by: "otto", body: "/assign" });
    expect(state.assignees).toEqual(["otto"]);
    expect([requests, replies, reaction]).toEqual([1, [], undefined]);
  });

  it("assigns everybody of all lines in one request", async () => {
    const { state, calls } = await say(assign, { by: "mia", body: "/assign @ann\ntext\n/assign rick @pat" });
    expect(state.assignees).toEqual(["ann", "rick", "pat"]);
    expect(calls).toEqual(["assign ann,rick,pat"]);
  });

  it("unassigns whatever the case of the command", async () => {
    const { state } = await say(assign, { by: "mia", body: "/UNASSIGN @ann" }, { assignees: ["ann", "rick"] });
    expect(state.assignees).toEqual(["rick"]);
  });

  it("goes by the last line that names a person", async () => {
    const { calls } = await say(assign, { by: "mia", body: "/assign @ann @rick\n/unassign @ann" });
    expect(calls).toEqual(["unassign ann", "assign rick"]);
  });

  it("names those GitHub refused in one reply, without mentioning them", async () => {
    const world = { refused: ["otto", "and"] };
    const { state, replies } = await say(assign, { by: "mia", body: "/assign @otto and @ann" }, world);
    expect(state.assignees).toEqual(["ann"]);
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain("`otto`, `and`");
    expect(replies[0]).toContain("https://github.com/orgs/acme/people");
    expect(replies[0]).not.toContain("@");
  });

  it("adds nobody when a removal fails", async () => {
    const failing = fakeGitHub({}, { unassign: () => Promise.reject(new Error("refused")) });
    await expect(say(assign, { by: "mia", body: "/unassign @ann\n/assign @rick" }, failing)).rejects.toThrow("refused");
    expect(failing.calls).toEqual([]);
  });

  it("takes ten people of one text and names the others", async () => {
    const { state, replies } = await say(assign, { by: "mia", body: `/assign ${thirteen.join(" ")}` });
    expect(state.assignees).toEqual(thirteen.slice(0, 10));
    expect(replies).toHaveLength(1);
    expect(replies[0]).toContain("`p11`, `p12`, `p13`");
  });
});

describe("/cc and /uncc", () => {
  it("requests reviews from people and teams in one request", async () => {
    const { state, calls } = await say(assign, { by: "mia", body: "/cc @rick  acme/leads", on: "pull" });
    expect(state.reviewers).toEqual(["rick", "acme/leads"]);
    expect(calls).toEqual(["request rick,acme/leads"]);
  });

  it("is nothing on an issue", async () => {
    const { calls, replies } = await say(assign, { by: "mia", body: "/cc @rick\n/uncc @pat" });
    expect([calls, replies]).toEqual([[], []]);
  });

  it("refuses a team of another organisation without asking GitHub", async () => {
    const { calls, replies } = await say(assign, { by: "mia", body: "/cc @other/leads", on: "pull" });
    expect(calls).toEqual([]);
    expect(replies[0]).toContain("`other/leads`");
  });

  it("stops where only teams of other organisations are to be removed, as Prow does", async () => {
    const body = "/uncc @other/leads\n/cc @pat";
    const { calls, replies } = await say(assign, { by: "mia", body, on: "pull" });
    expect([calls, replies]).toEqual([[], []]);
  });

  it("takes requests back first", async () => {
    const body = "/cc @pat\n/uncc @rick other/team";
    const { calls } = await say(assign, { by: "mia", body, on: "pull" }, { reviewers: ["rick"] });
    expect(calls).toEqual(["unrequest rick", "request pat"]);
  });

  it("asks for at most ten, whatever the number of names", async () => {
    const { calls, replies } = await say(assign, { by: "mia", body: `/cc ${thirteen.join(" ")}`, on: "pull" });
    expect(calls).toEqual([`request ${thirteen.slice(0, 10).join(",")}`]);
    expect(replies[0]).toContain("`p13`");
  });
});

it("does all four in one text", async () => {
  const body = "/assign @ann\n/unassign @pat\n/cc @rick\n/uncc @rex";
  const { state } = await say(assign, { by: "mia", body, on: "pull" }, { assignees: ["pat"], reviewers: ["rex"] });
  expect([state.assignees, state.reviewers]).toEqual([["ann"], ["rick"]]);
});
