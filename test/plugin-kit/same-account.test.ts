import { expect, it } from "vitest";
import type { Account } from "../../src/github/github.ts";
import { sameAccount } from "../../src/plugin-kit/same-account.ts";

function account(login: string, id?: number): Account {
  return { login, type: "User", ...(id === undefined ? {} : { id }) };
}

it.each<[string, Account, Account, boolean]>([
  ["one login and one number", account("pat", 1), account("pat", 1), true],
  ["an account that was renamed in between", account("pat", 1), account("patricia", 1), true],
  ["somebody who took the name", account("pat", 1), account("pat", 2), false],
  ["no numbers: letter case does not matter", account("Pat"), account("pAT"), true],
  ["one number only", account("pat", 1), account("pat"), true],
  ["no numbers, other logins", account("pat"), account("bat"), false],
  ["a Kelvin sign for a k", account("ki\u212aa"), account("kika"), false],
  ["a Turkish capital for an i", account("\u0130ris"), account("iris"), false],
  ["a Cyrillic a", account("p\u0430t"), account("pat"), false],
])("%s", (_, first, second, same) => {
  expect(sameAccount(first, second)).toBe(same);
  expect(sameAccount(second, first)).toBe(same);
});
