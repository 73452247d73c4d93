import { expect, it } from "vitest";
import type { Account } from "../../src/github/github.ts";
import { isOwnAccount } from "../../src/plugin-kit/is-own-account.ts";

const account = (login: string, type: Account["type"]): Account => ({ login, type });

it.each([
  [account("bowsprit[bot]", "Bot"), "bowsprit[bot]", true],
  [account("bowsprit", "Bot"), "bowsprit[bot]", true],
  [account("k8s-ci-robot", "User"), "k8s-ci-robot", true],
  // A person may have the name of an App.
  [account("bowsprit", "User"), "bowsprit[bot]", false],
  [account("other[bot]", "Bot"), "bowsprit[bot]", false],
  [account("", "Bot"), "bowsprit[bot]", false],
])("of %j, when the bot is %s: %s", (given, botLogin, own) => {
  expect(isOwnAccount(given, botLogin)).toBe(own);
});
