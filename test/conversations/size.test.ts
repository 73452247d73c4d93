import { describe, expect, it } from "vitest";
import type { PullHandle } from "../../src/sandbox/state/subject-handle.ts";
import { startConversation } from "../support/conversation.ts";

const bot = await startConversation({ plugins: ["size"] });
const opens = (pr: PullHandle) => bot.does(pr.author, (person) => person.open(pr));
const lines = (count: number) => "line\n".repeat(count);

describe("opening a pull request", () => {
  it.each([
    [0, "XS"],
    [9, "XS"],
    [10, "S"],
    [30, "M"],
    [100, "L"],
    [500, "XL"],
    [1000, "XXL"],
  ])("of %i lines makes it size/%s", async (count, size) => {
    const pr = bot.pull({ files: { "a.txt": lines(count) } });
    await opens(pr);
    expect(pr.labels).toEqual([`size/${size}`]);
    expect(bot.said(pr)).toEqual([]);
  });

  it("goes by the thresholds that are configured", async () => {
    bot.repository({ config: { size: { s: 2, m: 3, l: 4, xl: 5, xxl: 6 } } });
    for (const [count, size] of [
      [1, "XS"],
      [2, "S"],
      [3, "M"],
      [4, "L"],
      [5, "XL"],
      [6, "XXL"],
    ] as const) {
      const pr = bot.pull({ files: { "a.txt": lines(count) } });
      await opens(pr);
      expect(pr.labels).toEqual([`size/${size}`]);
    }
  });

  it("leaves out generated files", async () => {
    bot.repository({
      files: { ".generated_files": "file-prefix zz_\n", ".gitattributes": "*.pb.go linguist-generated=true\n" },
    });
    const pr = bot.pull({ files: { "zz_deep.go": lines(600), "api.pb.go": lines(600), "a.txt": lines(12) } });
    await opens(pr);
    expect(pr.labels).toEqual(["size/S"]);
  });

  it("does not go by a list of generated files that it brings itself", async () => {
    const pr = bot.pull({ files: { ".generated_files": "file-prefix a\n", "a.txt": lines(40) } });
    await opens(pr);
    expect(pr.labels).toEqual(["size/M"]);
  });

  it("leaves labels alone when the repository's list is malformed", async () => {
    bot.repository({ files: { ".generated_files": "no such key\n" } });
    const pr = bot.pull({ files: { "a.txt": lines(40) }, labels: ["size/XS"] });
    await opens(pr);
    expect(pr.labels).toEqual(["size/XS"]);
  });

  it("works for an author whose account is gone", async () => {
    const pr = bot.pull({ files: { "a.txt": lines(40) } });
    const { event, payload } = await bot.withheld("alice", (person) => person.open(pr));
    await bot.hears({
      event,
      payload: { ...payload, pull_request: { ...(payload.pull_request as object), user: null } },
    });
    expect(pr.labels).toEqual(["size/M"]);
  });

  it("works for a bot's pull request", async () => {
    bot.sandbox.world.account("helper[bot]", "Bot");
    const pr = bot.pull({ author: "helper[bot]", files: { "a.txt": lines(40) } });
    await opens(pr);
    expect(pr.labels).toEqual(["size/M"]);
  });
});

it("a push puts the new size in the place of every other, and leaves other labels", async () => {
  const pr = bot.pull({ files: { "a.txt": lines(5) }, labels: ["size/XS", "size/L", "lgtm"] });
  await bot.does("alice", (person) => person.push(pr, { "b.txt": lines(40) }));
  expect(pr.labels.toSorted()).toEqual(["lgtm", "size/M"]);
});

it("reopening and another base branch count again", async () => {
  bot.repository({ branches: { next: {} } });
  const pr = bot.pull({ files: { "a.txt": lines(40) }, state: "closed" });
  await bot.does("alice", (person) => person.reopen(pr));
  expect(pr.labels).toEqual(["size/M"]);
  await bot.does("boss", (person) => person.removeLabel(pr, "size/M"));
  expect(pr.labels).toEqual([]);
  await bot.does("alice", (person) => person.edit(pr, { base: "next" }));
  expect(pr.labels).toEqual(["size/M"]);
});

it("a comment is none of its business", async () => {
  await bot.comments(bot.pull(), "alice", "/size XS");
  expect(bot.requests()).toEqual({});
});

describe("requests", () => {
  it("opening", async () => {
    await bot.warm(() => bot.pull({ files: { "a.txt": lines(5) } }), opens);
    expect(bot.requests()).toEqual({ "GET …/files": 1, "POST …/labels": 1 });
  });

  it("a push that keeps the size, and one that changes it", async () => {
    const pr = await bot.warm(() => bot.pull({ files: { "a.txt": lines(5) } }), opens);
    await bot.does("alice", (person) => person.push(pr, { "b.txt": lines(1) }));
    expect(bot.requests()).toEqual({ "GET …/files": 1 });
    await bot.does("alice", (person) => person.push(pr, { "c.txt": lines(40) }));
    expect(bot.requests()).toEqual({ "GET …/files": 1, "POST …/labels": 1, "DELETE …/labels/{name}": 1 });
  });
});
