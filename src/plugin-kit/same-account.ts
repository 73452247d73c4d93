import type { Account } from "../github/github.ts";

type Known = Pick<Account, "login" | "id">;

/**
 * Whether two accounts are one: by GitHub's numbers where both are known, because a login can change hands, else by
 * login. Of letters only A to Z have two cases here: no look-alike is taken for one of them.
 */
export function sameAccount(first: Known, second: Known): boolean {
  if (first.id !== undefined && second.id !== undefined) return first.id === second.id;
  return lowered(first.login) === lowered(second.login);
}

function lowered(login: string): string {
  return login.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
