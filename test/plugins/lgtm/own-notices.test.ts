import { describe, expect, it } from "vitest";
import type { Comment } from "../../../src/github/github.ts";
import { lgtmCovers, lgtmRemoved } from "../../../src/plugins/lgtm/messages.ts";
import { isRemovalNotice, lastCoveredTree, treeOf } from "../../../src/plugins/lgtm/own-notices.ts";
import { BOT } from "../support/fake-github.ts";

const TREE = "0123456789abcdef0123456789abcdef01234567";
const OTHER = "f".repeat(40);
const prow = (tree: string) => `LGTM label has been added.  <details>Git tree hash: ${tree}</details>`;

function comment(body: string, change: Partial<Comment> = {}): Comment {
  const at = "2026-01-01T00:00:00Z";
  return { id: 1, author: { login: BOT, type: "Bot" }, body, createdAt: at, updatedAt: at, url: "", ...change };
}

describe("treeOf", () => {
  it.each([
    ["our notice", lgtmCovers(TREE)],
    ["our notice with a marker after it", `${lgtmCovers(TREE)}\n\n<!-- marker -->`],
    ["Prow's notice", prow(TREE)],
  ])("reads %s", (_what, body) => {
    expect(treeOf(body)).toBe(TREE);
  });

  it.each([
    ["a reply that repeats our notice", `@x: no\n\n<details>\n\n> ${lgtmCovers(TREE)}`],
    ["a reply that repeats Prow's", `@x: no\n${prow(TREE)}`],
    ["no hash", prow("not a hash")],
    ["a hash too short", lgtmCovers("abc")],
    ["the notice of a removal", lgtmRemoved(TREE)],
    ["anything", "hello"],
  ])("reads nothing in %s", (_what, body) => {
    expect(treeOf(body)).toBeUndefined();
  });
});

describe("isRemovalNotice", () => {
  it.each([lgtmRemoved(TREE), "New changes are detected. LGTM label has been removed."])("knows %j", (body) => {
    expect(isRemovalNotice(body)).toBe(true);
  });

  it.each([lgtmCovers(TREE), `@x: ${lgtmRemoved(TREE)}`, "> New changes are detected. LGTM label has been removed."])(
    "does not take %j for one",
    (body) => {
      expect(isRemovalNotice(body)).toBe(false);
    },
  );
});

describe("lastCoveredTree", () => {
  const edited = { updatedAt: "2026-01-02T00:00:00Z" };

  it("takes the newest of the bot's notices", () => {
    expect(lastCoveredTree([comment(prow(OTHER)), comment(lgtmCovers(TREE)), comment("x")], BOT)).toBe(TREE);
  });

  it("skips an edited notice for an older one", () => {
    expect(lastCoveredTree([comment(lgtmCovers(TREE)), comment(lgtmCovers(OTHER), edited)], BOT)).toBe(TREE);
  });

  it("skips notices of others, also of a person named like the App", () => {
    const person = { author: { login: "bowsprit", type: "User" as const } };
    expect(lastCoveredTree([comment(lgtmCovers(TREE), person)], BOT)).toBeUndefined();
  });

  it("knows the App without its ending", () => {
    const app = { author: { login: "bowsprit", type: "Bot" as const } };
    expect(lastCoveredTree([comment(lgtmCovers(TREE), app)], BOT)).toBe(TREE);
  });
});
