import type { Account } from "../github/github.ts";

/**
 * Whether the account is the bot itself. An App may be listed with or without `[bot]`, so the ending is optional where
 * GitHub says the account is a bot; a person who happens to be named like the App is somebody else.
 */
export function isOwnAccount(account: Account, botLogin: string): boolean {
  if (account.login === botLogin) return true;
  return account.type === "Bot" && `${account.login}[bot]` === botLogin;
}
