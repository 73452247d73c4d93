import { describe, expect, it } from "vitest";
import { startConversation } from "../support/conversation.ts";

const HOLD = "do-not-merge/hold";

const bot = await startConversation({
  plugins: ["hold", "lgtm", "label"],
  repository: { labels: ["kind/bug", "kind/docs"] },
});

describe("an edited comment", () => {
  it("runs the command it did not have before", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "/hlod this");
    await bot.edits(comment, "rick", "/hold this");
    expect(pr.labels).toEqual([HOLD]);
  });

  it("does not run what it had", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "/hold\n/kind bug");
    await bot.does("boss", (person) => person.removeLabel(pr, HOLD));
    await bot.edits(comment, "rick", "/hold\n/kind bug\nSee above.");
    expect([pr.labels, bot.requests()]).toEqual([["kind/bug"], {}]);
    await bot.edits(comment, "rick", "/hold\n/kind docs");
    expect(pr.labels).toEqual(["kind/bug", "kind/docs"]);
  });

  it("runs what changed its meaning", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "/hold");
    await bot.edits(comment, "rick", "/hold cancel");
    expect(pr.labels).toEqual([]);
  });

  it("takes nothing back when its command goes, or when it is deleted", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "/hold");
    await bot.edits(comment, "rick", "Never mind.");
    expect([pr.labels, bot.requests()]).toEqual([[HOLD], {}]);
    await bot.does("rick", (person) => person.deleteComment(comment));
    expect([pr.labels, bot.requests()]).toEqual([[HOLD], {}]);
  });

  it("says nothing in another's name", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "I have a look.");
    await bot.edits(comment, "boss", "/lgtm");
    expect([pr.labels, bot.requests()]).toEqual([[], {}]);
  });

  it("can come back to a command", async () => {
    const pr = bot.pull();
    const comment = await bot.comments(pr, "rick", "/hold");
    await bot.edits(comment, "rick", "/unhold");
    await bot.edits(comment, "rick", "/hold");
    expect(pr.labels).toEqual([HOLD]);
  });
});

describe("an edited description", () => {
  it("runs the command it did not have before", async () => {
    const pr = bot.pull({ body: "Boats." });
    await bot.does("alice", (person) => person.edit(pr, { body: "Boats.\n/hold" }));
    expect(pr.labels).toEqual([HOLD]);
  });

  it("does not run it again when only the title changes", async () => {
    const issue = bot.issue({ body: "/kind bug" });
    await bot.does("alice", (person) => person.edit(issue, { title: "More boats" }));
    expect([issue.labels, bot.requests()]).toEqual([[], {}]);
  });

  it("says nothing in the author's name", async () => {
    const pr = bot.pull({ author: "alice" });
    await bot.does("boss", (person) => person.edit(pr, { body: "/hold" }));
    expect([pr.labels, bot.requests()]).toEqual([[], {}]);
  });
});

it("an inline comment is edited like any other", async () => {
  const pr = bot.pull();
  const comment = await bot.does("rick", (person) => person.reviewComment(pr, "Hm."));
  await bot.does("rick", (person) => person.editReviewComment(comment, "/lgtm"));
  expect(pr.labels).toEqual(["lgtm"]);
});

it("requests are those of the new command alone", async () => {
  await bot.warm(
    () => bot.pull(),
    async (pr) => {
      const comment = await bot.comments(pr, "rick", "/kind bug");
      await bot.edits(comment, "rick", "/kind bug\n/hold");
    },
  );
  expect(bot.requests()).toEqual({ "POST …/labels": 1 });
});
