import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { composeSetup } from "../../src/compose/compose-setup.ts";
import { readEnvironment, type SetupSettings } from "../../src/environment.ts";
import { silentLogger } from "../../src/log.ts";

it("does not ask GitHub for credentials that it could not keep", async () => {
  const directory = mkdtempSync(join(tmpdir(), "bowsprit-setup-"));
  const before = process.cwd();
  mkdirSync(join(directory, ".env"));
  process.chdir(directory);
  // Nothing answers there: a question would end as 502.
  const settings = readEnvironment({ PORT: "0", GITHUB_API_URL: "http://127.0.0.1:1" }) as SetupSettings;
  const setup = composeSetup(settings, silentLogger());
  try {
    const base = `http://localhost:${await setup.listen()}`;
    const [, state] =
      /\?state=(\w+)/.exec(await (await fetch(`${base}/setup?url=https://bot.example.com`)).text()) ?? [];
    const done = () => fetch(`${base}/setup/done?code=abc&state=${state}`);
    const answer = await done();
    expect([answer.status, await answer.text()]).toEqual([
      500,
      expect.stringContaining(".env cannot be written (EISDIR)"),
    ]);
    rmSync(join(directory, ".env"), { recursive: true });
    expect((await done()).status).toBe(502);
  } finally {
    await setup.stop();
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
});
