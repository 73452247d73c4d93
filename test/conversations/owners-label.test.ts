import { describe, expect, it } from "vitest";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { startConversation } from "../support/conversation.ts";

const bot = await startConversation({
  plugins: ["owners-label"],
  repository: {
    files: {
      OWNERS: "labels: [area/core]\n",
      "a.txt": "1\n",
      "docs/OWNERS": "labels: [kind/docs, not-defined]\n",
      "docs/b.md": "1\n",
    },
    labels: ["area/core", "kind/docs"],
    branches: { next: { OWNERS: "labels: [kind/docs]\n" } },
  },
});
const opens = (pr: PullHandle) => bot.does(pr.author, (person) => person.open(pr));

describe("opening a pull request", () => {
  it("labels it as the OWNERS of its files say", async () => {
    const pr = bot.pull({ author: "alice", files: { "docs/b.md": "2\n" } });
    await opens(pr);
    expect(pr.labels.toSorted()).toEqual(["area/core", "kind/docs"]);
    expect(bot.said(pr)).toEqual([]);
  });

  it("never makes GitHub invent a label", async () => {
    await opens(bot.pull({ files: { "docs/b.md": "2\n" } }));
    expect(bot.repo.labels).not.toContain("not-defined");
  });

  it("goes by the branch it is for", async () => {
    const pr = bot.pull({ files: { "a.txt": "2\n" }, baseRef: "next" });
    await opens(pr);
    expect(pr.labels).toEqual(["kind/docs"]);
  });

  it("does not go by OWNERS of its own", async () => {
    const pr = bot.pull({ files: { OWNERS: "labels: [kind/docs]\n" } });
    await opens(pr);
    expect(pr.labels).toEqual(["area/core"]);
  });

  it("counts a renamed file where it is now", async () => {
    const pr = bot.pull({ files: { "a.txt": null, "docs/a.txt": "1\n" } });
    await opens(pr);
    expect(pr.labels).toContain("kind/docs");
  });

  it("works for an author whose account is gone", async () => {
    const pr = bot.pull({ files: { "a.txt": "2\n" } });
    const { event, payload } = await bot.withheld("alice", (person) => person.open(pr));
    await bot.hears({
      event,
      payload: { ...payload, pull_request: { ...(payload.pull_request as object), user: null } },
    });
    expect(pr.labels).toEqual(["area/core"]);
  });

  it("works for a bot's pull request", async () => {
    bot.sandbox.world.account("helper[bot]", "Bot");
    const pr = bot.pull({ author: "helper[bot]", files: { "a.txt": "2\n" } });
    await opens(pr);
    expect(pr.labels).toEqual(["area/core"]);
  });

  it("leaves it as it is where there are no OWNERS, or odd ones", async () => {
    bot.repository({ files: { "a.txt": "1\n", "odd/OWNERS": "labels: {a: b\n" } });
    const pr = bot.pull({ files: { "a.txt": "2\n", "odd/c.txt": "1\n" } });
    await opens(pr);
    expect(pr.labels).toEqual([]);
  });
});

describe("a push", () => {
  it("adds what its new files call for and takes nothing away", async () => {
    const pr = bot.pull({ files: { "a.txt": "2\n" }, labels: ["area/core", "lgtm"] });
    await bot.does("alice", (person) => person.push(pr, { "docs/b.md": "2\n" }));
    expect(pr.labels.toSorted()).toEqual(["area/core", "kind/docs", "lgtm"]);
  });
});

it("a comment is none of its business", async () => {
  await bot.comments(bot.pull(), "alice", "/owners-label");
  expect(bot.requests()).toEqual({});
});

describe("requests", () => {
  const reading = { "GET repo/git/ref/{ref}": 1, "GET …/files": 1 };

  it.each([
    ["labels to add", {}, { ...reading, "POST …/labels": 1 }],
    ["none to add", { labels: ["area/core"] }, reading],
  ])("opening with %s", async (_what, options, requests) => {
    await bot.warm(() => bot.pull({ files: { "a.txt": "2\n" }, ...options }), opens);
    expect(bot.requests()).toEqual(requests);
  });
});
