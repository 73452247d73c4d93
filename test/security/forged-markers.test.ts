import { describe, expect, it } from "vitest";
import { formatReply } from "../../src/bot/steps/format-reply.ts";
import { undefinedLabels } from "../../src/plugins/label-messages.ts";
import { lgtmCovers } from "../../src/plugins/lgtm/messages.ts";
import { treeOf } from "../../src/plugins/lgtm/own-notices.ts";
import { ownComments } from "../../src/plugins/own-comments.ts";

const PHRASE = "This issue is open for anyone to help with.";
const TREE = "0123456789abcdef0123456789abcdef01234567";
const bot = { login: "bowsprit[bot]", type: "Bot" } as const;

async function found(body: string, phrase: string): Promise<number> {
  const at = "2026-01-01T00:00:00Z";
  const comment = { id: 1, author: bot, body, createdAt: at, updatedAt: at, url: "https://github.com/a/b/issues/1" };
  const github = { botLogin: async () => bot.login, comments: async () => [comment] };
  return (await ownComments(github, 1, [phrase])).length;
}

const reply = (message: string, body: string) =>
  formatReply({ author: "mallory", url: "https://github.com/a/b/issues/1#c", body }, [message]);

describe("what a reply repeats", () => {
  it.each([PHRASE, `\n${PHRASE}`, `@bowsprit: ${PHRASE}`])("passes for no comment of ours: %j", async (text) => {
    expect(await found(reply(undefinedLabels([text]), text), PHRASE)).toBe(0);
  });

  it("is no notice of lgtm", () => {
    expect(treeOf(reply(undefinedLabels([lgtmCovers(TREE)]), lgtmCovers(TREE)))).toBeUndefined();
    expect(treeOf(lgtmCovers(TREE))).toBe(TREE);
  });

  it("does not hide what the bot says itself", async () => {
    expect(await found(reply(PHRASE, "/help"), PHRASE)).toBe(1);
    expect(await found(`@pat: \n\t${PHRASE}\n\nMore.`, PHRASE)).toBe(1);
  });
});
