import { describe, expect, it } from "vitest";
import { createClassifier } from "../../../src/bot/events/classify-delivery.ts";
import { orderingKey } from "../../../src/bot/events/ordering-key.ts";
import { indexEnabled } from "../../../src/bot/registry.ts";
import { definePlugin } from "../../../src/plugin-kit/define-plugin.ts";
import { nothing } from "../../../src/plugin-kit/grammar.ts";
import { base, bytes, comment, HEAD, issue, pull, repository, user } from "../payloads.ts";

const hold = definePlugin({
  name: "hold",
  summary: "Holds.",
  needs: {},
  commands: ({ command }) => [
    command({ names: ["hold"], args: nothing, description: "d", examples: ["/hold"], who: "all", run: async () => {} }),
  ],
});
const size = definePlugin({
  name: "size",
  summary: "Sizes.",
  needs: {},
  on: { "pull_request.opened": async () => {} },
});
const sharer = definePlugin({
  name: "sharer",
  summary: "Holds too.",
  needs: {},
  commands: ({ command }) => [
    command({
      names: ["hold"],
      args: nothing,
      description: "d",
      examples: ["/hold"],
      who: "all",
      shared: true,
      run: async () => {},
    }),
  ],
});
const watcher = definePlugin({
  name: "w",
  summary: "Reads.",
  needs: {},
  on: { "issue_comment.created": async () => {} },
});

const withPlugins = (...plugins: readonly (typeof hold)[]) =>
  createClassifier({ enabledFor: () => indexEnabled(plugins) });
const opened = { ...base(), action: "opened", number: 5, pull_request: pull() };
const wanted = { kind: "wanted", lane: "acme/app#5", group: "42" };

describe("what is worth keeping", () => {
  it.each<[string, ReturnType<typeof withPlugins>, string, unknown, boolean]>([
    ["a command", withPlugins(hold), "issue_comment", comment("/hold"), true],
    ["chatter", withPlugins(hold), "issue_comment", comment("I hold /hold to be fine"), false],
    ["a command in code", withPlugins(hold), "issue_comment", comment("```\n/hold\n```"), false],
    ["a slip, which may get a did-you-mean", withPlugins(hold), "issue_comment", comment("/hodl"), true],
    ["a command where nobody has commands", withPlugins(size), "issue_comment", comment("/hold"), false],
    ["a command where nothing is enabled", withPlugins(), "issue_comment", comment("/hold"), false],
    ["a shared command that nobody owns", withPlugins(sharer), "issue_comment", comment("/hold"), true],
    ["chatter where a command is shared", withPlugins(sharer), "issue_comment", comment("hello"), false],
    ["a command by a bot", withPlugins(hold), "issue_comment", comment("/hold", { type: "Bot" }), false],
    [
      "a command somebody else wrote into the text",
      withPlugins(hold),
      "issue_comment",
      comment("/hold", { action: "edited", from: "", sender: "mallory" }),
      false,
    ],
    [
      "a command added by its author",
      withPlugins(hold),
      "issue_comment",
      comment("/hold", { action: "edited", from: "x" }),
      true,
    ],
    [
      "an edit that leaves the command",
      withPlugins(hold),
      "issue_comment",
      comment("/hold\nmore", { action: "edited", from: "/hold" }),
      false,
    ],
    ["a deleted comment", withPlugins(hold), "issue_comment", comment("/hold", { action: "deleted" }), false],
    ["chatter for a plugin that reads everything", withPlugins(watcher), "issue_comment", comment("hi"), true],
    [
      "an edit for a plugin that reads new comments",
      withPlugins(watcher),
      "issue_comment",
      comment("hi", { action: "edited", from: "" }),
      false,
    ],
    ["an event a plugin listens to", withPlugins(size), "pull_request", opened, true],
    ["an event nobody listens to", withPlugins(hold), "pull_request", opened, false],
    [
      "a command in a description",
      withPlugins(hold),
      "issues",
      { ...base("author"), action: "opened", issue: issue({ body: "/hold" }) },
      true,
    ],
    ["an unknown event", withPlugins(hold), "star", { ...base(), action: "created" }, false],
    ["a push called a comment", withPlugins(hold), "issue_comment", { ...base(), ref: "refs/heads/x" }, false],
  ])("%s", (_, classify, header, payload, kept) => {
    const verdict = classify(header, bytes(payload));
    if (kept) expect(verdict).toEqual(wanted);
    else expect(verdict).toEqual({ kind: "unwanted", reason: expect.stringMatching(/\w/) });
  });

  it("tells a payload that is not its event's from an event that nobody wants", () => {
    const comment = withPlugins(hold)("issue_comment", bytes({ ...base(), action: "created" }));
    expect(comment).toMatchObject({
      kind: "unwanted",
      reason: expect.stringMatching(/^not the shape of/),
      isMisshapen: true,
    });
    expect(withPlugins(hold)("star", bytes(base()))).not.toHaveProperty("isMisshapen");
  });

  it("keeps what the bot itself follows, where anything is enabled", () => {
    const push = { ...base(), ref: "refs/heads/Main", before: HEAD, after: HEAD, created: false, deleted: false };
    const alsoWanted = new Set(["push"] as const);
    const some = createClassifier({ enabledFor: () => indexEnabled([hold]), alsoWanted });
    const none = createClassifier({ enabledFor: () => indexEnabled([]), alsoWanted });
    expect(some("push", bytes(push))).toEqual({ kind: "wanted", lane: "acme/app:refs/heads/Main", group: "42" });
    expect(none("push", bytes(push)).kind).toBe("unwanted");
  });

  it.each(["", "{", "[]", "null", "1"])("calls %j malformed", (text) => {
    expect(withPlugins(hold)("issue_comment", Buffer.from(text))).toEqual({ kind: "malformed" });
  });

  it("asks for the plugins of the payload's repository", () => {
    const asked: unknown[] = [];
    const classify = createClassifier({ enabledFor: (repo) => indexEnabled(asked.push(repo) > 0 ? [hold] : []) });
    classify("issue_comment", bytes(comment("/hold")));
    expect(asked).toEqual([{ owner: "Acme", name: "App" }]);
  });

  it("groups by owner where there is no installation", () => {
    const { installation: _, ...payload } = comment("/hold");
    expect(withPlugins(hold)("issue_comment", bytes(payload))).toMatchObject({ group: "acme" });
  });
});

describe("the lane of a delivery", () => {
  it.each<[string, string, Record<string, unknown>, string]>([
    ["a comment", "issue_comment", { repository, issue: { number: 5 } }, "acme/app#5"],
    ["an issue", "issues", { repository, issue: { number: 6 } }, "acme/app#6"],
    ["a pull request", "pull_request", { repository, pull_request: { number: 7 } }, "acme/app#7"],
    ["a review", "pull_request_review", { repository, pull_request: { number: 7 } }, "acme/app#7"],
    ["an inline comment", "pull_request_review_comment", { repository, pull_request: { number: 7 } }, "acme/app#7"],
    ["a status", "status", { repository, sha: "abc" }, "acme/app@abc"],
    ["a check run", "check_run", { repository, check_run: { head_sha: "abc" } }, "acme/app@abc"],
    ["a check suite", "check_suite", { repository, check_suite: { head_sha: "abc" } }, "acme/app@abc"],
    ["a push", "push", { repository, ref: "refs/heads/main" }, "acme/app:refs/heads/main"],
    ["a new branch", "create", { repository, ref: "main" }, "acme/app"],
    ["an installation", "installation", { installation: { id: 3 } }, "installation:3"],
    ["nothing known", "ping", {}, "installation:none"],
    ["names of the wrong type", "issues", { repository: { owner: user("a"), name: 5 } }, "installation:none"],
    ["a prototype's number", "issues", { repository, issue: JSON.parse('{"__proto__":{"number":1}}') }, "acme/app"],
  ])("%s", (_, header, payload, lane) => {
    expect(orderingKey(header, payload)).toBe(lane);
  });
});
