import { describe, expect, it } from "vitest";
import type { SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import type { Conversation, Webhook } from "./conversation.ts";

export interface Obedience {
  /** A command that has an effect when `by` writes it. */
  readonly text: string;
  readonly by: string;
  subject(): SubjectHandle;
}

/** Registers the tests that a command is obeyed when a person writes it for themselves, and otherwise costs nothing. */
export function describeObedience(bot: Conversation, { text, by, subject }: Obedience): void {
  describe(`${text} is obeyed`, () => {
    it(`when ${by} writes it`, async () => {
      await bot.comments(subject(), by, text);
      expect(bot.requests()).not.toEqual({});
    });

    it.each(["helper[bot]", "bowsprit[bot]"])("not when %s writes it", async (login) => {
      bot.sandbox.world.account(login, "Bot");
      await bot.comments(subject(), login, text);
      expect(bot.requests()).toEqual({});
    });

    it("not when its writer's account is gone", async () => {
      const thread = subject();
      const heard = await bot.withheld(by, (person) => person.comment(thread, text));
      expect(await bot.hears(withoutAuthor(heard))).toBe(202);
      expect(bot.requests()).toEqual({});
    });

    it("not when somebody puts it into another's comment", async () => {
      const comment = await bot.comments(subject(), "alice", "Hello.");
      await bot.edits(comment, "boss", text);
      expect(bot.requests()).toEqual({});
    });

    it.each([
      ["in a sentence", `You could write ${text}`],
      ["in a quote", `> ${text}`],
      ["in code", `\`\`\`\n${text}\n\`\`\``],
      ["in an HTML comment", `<!--\n${text}\n-->`],
    ])("not %s", async (_where, body) => {
      await bot.comments(subject(), by, body);
      expect(bot.requests()).toEqual({});
    });
  });
}

function withoutAuthor({ event, payload }: Webhook): Webhook {
  return { event, payload: { ...payload, comment: { ...(payload.comment as object), user: null } } };
}
