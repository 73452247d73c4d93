import { describe, expect, it } from "vitest";
import { startConversation } from "../support/conversation.ts";

const bot = await startConversation({
  plugins: ["approve", "lgtm"],
  repository: {
    files: {
      OWNERS: "approvers: [ann]\n",
      OWNERS_ALIASES: "aliases:\n  leads: [ann]\n",
      "docs/OWNERS": "options: {no_parent_owners: true}\napprovers: [leads]\n",
      "docs/a.md": "1\n",
      "listed/OWNERS": "options: {no_parent_owners: true}\napprovers: [pam]\n",
    },
    collaborators: { ann: "write", pam: "write", mallory: "write" },
  },
});

describe("a pull request that rewrites who owns it", () => {
  it.each<[string, Record<string, string | null>]>([
    ["names its author in OWNERS", { OWNERS: "approvers: [ann, mallory]\n", "docs/a.md": "2\n" }],
    ["names its author in an alias", { OWNERS_ALIASES: "aliases:\n  leads: [ann, mallory]\n", "docs/a.md": "2\n" }],
    ["brings OWNERS for a new directory", { "new/OWNERS": "approvers: [mallory]\n", "new/a.txt": "1\n" }],
    [
      "moves its files away from their OWNERS",
      { "docs/OWNERS": null, "docs/a.md": null, "mine/a.md": "1\n", "mine/OWNERS": "approvers: [mallory]\n" },
    ],
    ["deletes OWNERS", { OWNERS: null, "docs/OWNERS": null, "docs/a.md": "2\n" }],
    ["points OWNERS elsewhere", { OWNERS: "docs/mine", "docs/mine": "approvers: [mallory]\n" }],
  ])("that %s is judged by the base branch", async (_what, files) => {
    const pr = bot.pull({ author: "mallory", files });
    await bot.comments(pr, "mallory", "/approve");
    expect(pr.labels).toEqual([]);
    await bot.comments(pr, "ann", "/approve");
    expect(pr.labels).toEqual(["approved"]);
  });

  it("from a fork gives the fork's owner no say", async () => {
    const pr = bot.pull({ author: "mona", headOwner: "mona", files: { OWNERS: "approvers: [mona]\n" } });
    await bot.comments(pr, "mona", "/approve");
    await bot.comments(pr, "mona", "/lgtm");
    expect(pr.labels).toEqual([]);
  });
});

describe("more files than GitHub lists", () => {
  const files = Object.fromEntries([
    ...Array.from({ length: 3_000 }, (_, index) => [`listed/${String(index).padStart(4, "0")}.txt`, "1\n"]),
    ["unlisted/secret.txt", "1\n"],
  ]);

  it("need an owner of the root, whoever approved those it lists", { timeout: 60_000 }, async () => {
    const pr = bot.pull({ author: "mallory", files });
    await bot.comments(pr, "pam", "/approve");
    expect(pr.labels).toEqual([]);
    expect(bot.said(pr).at(-1)).toContain("an approver of the OWNERS file at the root must approve as well");
    await bot.comments(pr, "ann", "/approve");
    expect(pr.labels).toEqual(["approved"]);
  });
});
