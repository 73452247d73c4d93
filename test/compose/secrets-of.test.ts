import { describe, expect, it } from "vitest";
import { secretsOf } from "../../src/compose/secrets-of.ts";
import { readEnvironment } from "../../src/environment.ts";
import { scrub } from "../../src/log.ts";

function logged(line: string): string {
  const settings = readEnvironment({
    GITHUB_TOKEN: "a-token-of-no-known-shape",
    WEBHOOK_SECRET: "first-secret,second-secret",
    DATABASE_URL: "postgres://bot:p%40ss-of-bot@localhost/bowsprit?sslpassword=key%20of%20key&password=other%40pass",
  });
  if (settings.mode === "setup") throw new Error("credentials were given");
  return scrub(line, secretsOf(settings));
}

describe("no log holds", () => {
  it.each([
    ["a webhook secret", "first-secret"],
    ["a webhook secret that is being rotated", "second-secret"],
    ["a token", "a-token-of-no-known-shape"],
    ["the database's password as it is written", "p%40ss-of-bot"],
    ["the database's password as it is sent", "p@ss-of-bot"],
    ["a password among the parameters as it is written", "other%40pass"],
    ["a password among the parameters as it is sent", "other@pass"],
    ["the password of a client's key", "key of key"],
  ])("%s", (_what, secret) => {
    expect(logged(`said: ${secret}.`)).not.toContain(secret);
  });
});
