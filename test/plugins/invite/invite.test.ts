import { describe, expect, it } from "vitest";
import { GitHubError } from "../../../src/github/github-error.ts";
import { inviteConfig } from "../../../src/plugins/invite/invite-config.ts";
import { invite } from "../../../src/plugins/invite/plugin.ts";
import { type FakeGitHub, type FakeState, fakeGitHub } from "../support/fake-github.ts";
import { type Said, say } from "../support/say.ts";

const repositoryLabels = ["triage/accepted", "good first issue"];

function ask(entry: object, said: Partial<Said> = {}, world: Partial<FakeState> | FakeGitHub = {}) {
  const section = [{ repos: ["acme"], message: "Join us: https://example.org/chat", ...entry }];
  const thread = "github" in world ? world : { repositoryLabels, ...world };
  return say(invite, { by: "alice", body: "/invite", section, ...said }, thread);
}

const bodies = (state: FakeState) => state.comments.map(({ body }) => body);

describe("/invite", () => {
  it.each(["/invite", "/INVITE", "/invite \r\n", "Welcome!\n/invite\n"])("%j posts the message, once", async (body) => {
    const { state, replies } = await ask({}, { body });
    expect(bodies(state)).toEqual(["Join us: https://example.org/chat"]);
    expect([replies, state.state, state.labels]).toEqual([[], "open", []]);
  });

  it.each(["> /invite", "```\n/invite\n```", "/invite me", "please /invite"])("%j is nothing", async (body) => {
    const { calls, replies } = await ask({}, { body });
    expect([calls, replies]).toEqual([[], []]);
  });

  it("knows the author under a login that is new since", async () => {
    const said = { by: "otto", renamedAuthor: true };
    expect(bodies((await ask({ who: ["author"] }, said)).state)).toHaveLength(1);
    expect(bodies((await ask({ who: ["author"] }, { by: "otto" })).state)).toHaveLength(0);
  });

  it("comments, then labels, then closes", async () => {
    const entry = { close: true, close_reason: "not-planned", close_comment: "Closing.", label: "triage/accepted" };
    const { calls, state } = await ask(entry);
    expect(calls).toEqual(["comment", "add triage/accepted", "close"]);
    expect(state.reason).toBe("not_planned");
    expect(bodies(state)[0]).toMatch(/Join us: .*\n\nClosing\.$/);
  });

  it("takes labels with spaces, skips one that is missing and says so", async () => {
    const { state } = await ask({ labels: ["good first issue", "no such"], close: true });
    expect([state.labels, state.state]).toEqual([["good first issue"], "closed"]);
    expect(bodies(state)[0]).toContain("`no such`");
  });

  it("closes a pull request without a reason, and nothing that is closed already", async () => {
    const pull = await ask({ close: true, on: "both" }, { on: "pull" });
    expect([pull.state.state, pull.state.reason]).toEqual(["closed", undefined]);
    const closed = await ask({ close: true }, {}, { state: "closed" });
    expect(closed.calls).toEqual(["comment"]);
  });

  it.each([
    [undefined, "pull", false],
    ["issue", "pull", false],
    ["pull", "issue", false],
    ["pull", "pull", true],
    ["both", "issue", true],
  ] as const)("set up for %s, on a thread that is a %s", async (where, on, works) => {
    const { state, replies } = await ask(where === undefined ? {} : { on: where }, { on });
    expect([state.comments.length, replies]).toEqual([works ? 1 : 0, []]);
  });
});

describe("a second /invite", () => {
  it("only reacts", async () => {
    const thread = fakeGitHub({ repositoryLabels });
    await ask({ label: "triage/accepted" }, {}, thread);
    const asked = thread.calls.length;
    const second = await ask({ label: "triage/accepted" }, { delivery: "delivery-2" }, thread);
    expect([second.calls.slice(asked), second.reaction, second.replies]).toEqual([[], "+1", []]);
  });

  it("posts what an earlier one could not", async () => {
    const refusal = new GitHubError("no", { route: "", status: 403, refusal: "forbidden" });
    const broken = fakeGitHub({ repositoryLabels }, { comment: () => Promise.reject(refusal) });
    await expect(ask({}, {}, broken)).rejects.toBe(refusal);
    const thread = { ...fakeGitHub({ repositoryLabels }), memory: broken.memory };
    const { state } = await ask({}, { delivery: "delivery-2" }, thread);
    expect(state.comments).toHaveLength(1);
  });

  it("finishes what a failed step began", async () => {
    const thread = fakeGitHub({ repositoryLabels });
    await ask({}, {}, thread);
    const again = await ask({ label: "triage/accepted" }, {}, thread);
    expect([again.state.labels, again.reaction]).toEqual([["triage/accepted"], undefined]);
  });
});

describe("who may", () => {
  const world = { collaborators: ["colin"], members: ["mia"] };

  it.each([
    [undefined, "alice", true],
    [undefined, "colin", true],
    [undefined, "mia", false],
    [undefined, "otto", false],
    [["collaborator"], "alice", false],
    [["member"], "mia", true],
    [["anyone"], "otto", true],
  ])("%j lets %s: %s", async (who, by, may) => {
    const { state, replies } = await ask(who === undefined ? {} : { who }, { by }, world);
    expect(state.comments).toHaveLength(may ? 1 : 0);
    expect(replies).toHaveLength(may ? 0 : 1);
  });

  it("tells a stranger in one line", async () => {
    const { replies } = await ask({}, { by: "otto" });
    expect(replies).toEqual(["`/invite` works here for its author and collaborators of this repository only."]);
  });
});

describe("the text", () => {
  it("comes from a file of the repository where one is named", async () => {
    const { state } = await ask({ message_file: "docs/invite.md" }, {}, { files: { "docs/invite.md": "Hello\n" } });
    expect(bodies(state)[0]).toBe("Hello");
  });

  it.each([
    [{ message_file: "docs/invite.md" }, "`docs/invite.md`"],
    [{ message: "" }, "no invitation"],
  ])("is missed aloud: %j", async (entry, word) => {
    const { state, replies } = await ask(entry);
    expect([state.comments, replies]).toEqual([[], [expect.stringContaining(word)]]);
  });

  it("is asked for by the configuration check", () => {
    const check = (section: unknown) => inviteConfig.check?.(inviteConfig.schema.parse(section));
    expect(check([{ repos: ["acme"] }])).toMatchObject([{ path: [0] }]);
    expect(check([{ message: "Hi" }, { message_file: "a.md" }])).toEqual([]);
  });
});

it("leaves comment and label when GitHub refuses to close", async () => {
  const refusal = new GitHubError("no", { route: "", status: 403, refusal: "forbidden" });
  const fake = fakeGitHub({ repositoryLabels }, { close: () => Promise.reject(refusal) });
  const section = [{ repos: ["acme/app"], message: "Hi", close: true, label: "triage/accepted" }];
  await expect(say(invite, { by: "alice", body: "/invite", section }, fake)).rejects.toBe(refusal);
  expect([fake.state.comments.length, fake.state.labels]).toEqual([1, ["triage/accepted"]]);
});

it("tells what is configured", () => {
  const describe = (entry: object) =>
    invite.describeConfig?.(inviteConfig.resolve([{ repos: ["acme"], ...entry }], repo));
  const repo = { owner: "acme", name: "app" };
  const entry = { ...inviteConfig.resolve(undefined, repo), message: "Hi", close: true, label: "triage/accepted" };
  expect(describe(entry)).toBe("`/invite` posts a configured text, sets `triage/accepted` and closes the thread.");
  expect(describe(inviteConfig.resolve(undefined, repo))).toBe("No invitation is set up.");
});
