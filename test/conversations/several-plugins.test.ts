import { describe, expect, it } from "vitest";
import { definePlugin } from "../../src/plugin-kit/define-plugin.ts";
import { nothing } from "../../src/plugin-kit/grammar.ts";
import { startConversation } from "../support/conversation.ts";

const HOLD = "do-not-merge/hold";

/** What the broken plugin does when it is called; a test may mend it. */
const broken = { explode: () => Promise.reject(new TypeError("nobody thought of this")) as Promise<void> };

const brokenPlugin = definePlugin({
  name: "broken",
  summary: "Throws.",
  needs: {},
  commands: ({ command }) => [
    command({
      ...{ names: ["explode"], args: nothing, description: "Throws.", examples: ["/explode"], who: "Anyone." },
      run: () => broken.explode(),
    }),
    command({
      ...{ names: ["choke"], description: "Has a grammar that throws.", examples: ["/choke"], who: "Anyone." },
      args: {
        usage: "",
        parse: () => {
          throw new RangeError("nobody can read this");
        },
      },
      run: async () => {},
    }),
  ],
  on: {
    "pull_request.opened": async () => {
      throw new Error("nobody can open this");
    },
  },
});

const EVERYTHING = [
  ...["approve", "area", "assign", "close", "help", "hold", "invite", "label", "lgtm", "lifecycle", "owners-label"],
  ...["size", "wip"],
];

const bot = await startConversation({
  plugins: EVERYTHING,
  alsoKnown: [brokenPlugin],
  repository: {
    files: { OWNERS: "approvers: [ann]\nlabels: [area/core]\n", "a.txt": "1\n" },
    labels: ["area/core", "area/docs", "kind/bug"],
    collaborators: { rick: "write", ann: "write" },
  },
});
const pull = () => bot.pull({ files: { "a.txt": "2\n" } });

describe("the life of a pull request", () => {
  it("goes from opening to a merge that nothing is in the way of", async () => {
    const pr = bot.pull({ title: "WIP: boats", files: { "a.txt": "2\n" } });
    await bot.does("alice", (person) => person.open(pr));
    expect(pr.labels.toSorted()).toEqual(["area/core", "do-not-merge/work-in-progress", "size/XS"]);
    await bot.does("alice", (person) => person.edit(pr, { title: "Boats" }));
    await bot.comments(pr, "alice", "/assign @rick\n/area docs");
    await bot.comments(pr, "rick", "Well done!\n/lgtm\n/hold until ann has seen it");
    await bot.comments(pr, "ann", "/approve\n/unhold");
    expect(pr.labels.toSorted()).toEqual(["approved", "area/core", "area/docs", "lgtm", "size/XS"]);
    expect(pr.assignees).toEqual(["rick"]);
    expect(bot.said(pr)).toEqual([expect.stringContaining("**APPROVED**")]);
  });

  it("reads each thing once for all plugins", async () => {
    await bot.warm(pull, (pr) => bot.does("alice", (person) => person.open(pr)));
    const { "POST …/labels": labels, "POST …/comments": comments, ...reads } = bot.requests();
    expect(reads).toEqual({ "POST /graphql": 1, "GET repo/labels": 1, "GET repo/git/ref/{ref}": 1 });
    expect([labels === 1 || labels === 2, comments]).toEqual([true, 1]);
  });

  it("costs nothing while people only talk", async () => {
    await bot.comments(pull(), "alice", "What do you think?");
    expect(bot.requests()).toEqual({});
  });
});

describe("a command that two plugins have", () => {
  it.each([
    [["close", "lifecycle"], "duplicate"],
    [["lifecycle", "close"], null],
  ])("belongs to the first of %j", async (plugins, reason) => {
    bot.repository({ plugins });
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/close duplicate");
    expect(issue.reason).toBe(reason);
  });

  it("is answered once", async () => {
    bot.repository({ plugins: ["area", "label"] });
    const issue = bot.issue();
    await bot.comments(issue, "rick", "/area docs moon");
    expect([issue.labels, bot.said(issue).length]).toEqual([["area/docs"], 1]);
  });
});

it("a repository goes by its own list", async () => {
  bot.repository({ plugins: ["lgtm"] });
  const pr = pull();
  await bot.comments(pr, "rick", "/hold\n/lgtm");
  expect(pr.labels).toEqual(["lgtm"]);
});

describe("a plugin that throws", () => {
  it.each([
    ["/explode", "broken: TypeError: nobody thought of this"],
    ["/choke", "broken: RangeError: nobody can read this"],
  ])("at %s touches no other and is given up with the reason", async (text, reason) => {
    bot.repository({ plugins: ["broken", "hold", "lgtm"] });
    const pr = pull();
    await bot.comments(pr, "rick", `${text}\n/hold\n/lgtm`);
    expect(pr.labels.toSorted()).toEqual([HOLD, "lgtm"]);
    expect(await bot.dead()).toEqual([reason]);
    expect(bot.said(pr)).toEqual([]);
  });

  it("at an event touches no other", async () => {
    bot.repository({ plugins: ["broken", "size", "wip"] });
    const pr = bot.pull({ draft: true });
    await bot.does("alice", (person) => person.open(pr));
    expect(pr.labels.toSorted()).toEqual(["do-not-merge/work-in-progress", "size/XS"]);
    expect(await bot.dead()).toEqual(["broken: Error: nobody can open this"]);
  });

  it("keeps nothing from running that comes later", async () => {
    bot.repository({ plugins: ["broken", "hold"] });
    const [pr, other] = [pull(), pull()];
    const act = bot.comments(pr, "rick", "/explode");
    await bot.comments(pr, "rick", "/hold");
    await bot.comments(other, "rick", "/hold");
    await act;
    expect([pr.labels, other.labels]).toEqual([[HOLD], [HOLD]]);
    expect(await bot.dead()).toHaveLength(1);
  });

  it("runs again, alone, once it is mended", async () => {
    bot.repository({ plugins: ["broken", "hold"] });
    const pr = pull();
    await bot.comments(pr, "rick", "/explode\n/hold");
    await bot.does("boss", (person) => person.removeLabel(pr, HOLD));
    expect(await bot.dead()).toHaveLength(1);
    let runs = 0;
    broken.explode = async () => {
      runs += 1;
    };
    await bot.replays();
    expect([runs, pr.labels, await bot.dead()]).toEqual([1, [], []]);
  });
});
