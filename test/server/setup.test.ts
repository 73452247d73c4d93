import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLogger } from "../../src/log.ts";
import { createHttpHost, type HttpHost } from "../../src/server/http-host.ts";
import { EnvFileRefused } from "../../src/server/setup/env-file-refused.ts";
import { createSetup } from "../../src/server/setup/setup-server.ts";
import { writeEnvFile } from "../../src/server/setup/write-env-file.ts";

let directory: string;
let host: HttpHost;
let base: string;
const codes: string[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "bowsprit-setup-"));
  const pages = createSetup({
    manifest: { name: "Bowsprit", default_events: ["push"] },
    webhookPath: "/api/github/webhooks",
    siteUrl: "https://github.com",
    organization: "acme",
    state: "s3cr3t",
    create: async (code) => {
      codes.push(code);
      if (code === "spent") throw new Error("404");
      if (code === "locked") throw new EnvFileRefused(".env", Object.assign(new Error("no"), { code: "EACCES" }));
      return { id: 1, slug: "my-bowsprit", url: "https://github.com/apps/my-bowsprit" };
    },
    envFile: ".env",
    log: silentLogger(),
  });
  host = createHttpHost({ webhookPaths: new Set(), intake: pages, pages, onError: () => {} });
  base = `http://127.0.0.1:${await host.listen(0, "127.0.0.1")}`;
});

afterEach(async () => {
  await host.drain(0);
  codes.length = 0;
  rmSync(directory, { recursive: true });
});

it("hands GitHub a manifest whose webhook address really takes webhooks", async () => {
  const text = await (await fetch(`${base}/setup?url=https://bot.example.com/&org=acme`)).text();
  expect(text).toContain("https://github.com/organizations/acme/settings/apps/new?state=s3cr3t");
  expect(text).toContain("https://bot.example.com/api/github/webhooks");
  expect(text).toContain("The organisation <code>acme</code> will own it");
  expect(text).toContain("/setup/done");
});

it("takes the code back only with its own state", async () => {
  expect((await fetch(`${base}/setup/done?code=abc&state=other`)).status).toBe(400);
  expect(codes).toEqual([]);
  const done = await fetch(`${base}/setup/done?code=abc&state=s3cr3t`);
  expect([done.status, await done.text()]).toEqual([200, expect.stringContaining("my-bowsprit/installations/new")]);
  expect(codes).toEqual(["abc"]);
});

it("says what to do when GitHub refuses the code", async () => {
  const answer = await fetch(`${base}/setup/done?code=spent&state=s3cr3t`);
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining("works once")]);
});

it("says what to do when the credentials could not be kept", async () => {
  const answer = await fetch(`${base}/setup/done?code=locked&state=s3cr3t`);
  expect([answer.status, await answer.text()]).toEqual([
    500,
    expect.stringContaining(".env cannot be written (EACCES)"),
  ]);
});

it.each([
  ["javascript:alert(1)", "", "starts with https:// or http://"],
  ["nothing", "", "starts with https:// or http://"],
  ["https://bot.example.com/?x=1", "", "Leave out what follows ? or #"],
  ["https://bot.example.com/#x", "", "Leave out what follows ? or #"],
  ["https://me:secret@bot.example.com", "", "Leave out the name and password"],
  ["nothing", "two words", "starts with https:// or http://"],
  ["https://bot.example.com", "two words", "letters, digits and dashes only"],
])("asks again for %j and %j, keeps what was written and says what to write", async (url, org, sentence) => {
  const answer = await fetch(`${base}/setup?${new URLSearchParams({ url, org })}`);
  const text = await answer.text();
  expect(answer.status).toBe(400);
  const problem = /<p class="problem" id="(\w+)-problem">([^<]+)<\/p>/.exec(text);
  expect(problem?.[2]).toContain(sentence);
  expect(text).toMatch(new RegExp(`<input id="${problem?.[1]}"[^>]* aria-describedby="[^"]*problem[^>]* aria-invalid`));
  for (const written of [url, org]) expect(text).toContain(`value="${written}"`);
  expect(text.match(/ autofocus/g)).toHaveLength(1);
  expect(text).not.toContain('name="manifest"');
});

it("lets forms go to this server and to GitHub only, and nobody frame the pages", async () => {
  const policy = async (path: string) => (await fetch(`${base}${path}`)).headers.get("content-security-policy");
  expect(await policy("/setup")).toContain("form-action 'self'; frame-ancestors 'none'");
  const create = await policy("/setup?url=https://bot.example.com");
  expect(create).toContain("form-action https://github.com; frame-ancestors 'none'");
});

it("refuses a name that is not this machine's, so that no page elsewhere can drive it", async () => {
  const status = await new Promise((resolve) => {
    request(`${base}/setup`, { headers: { host: "evil.example.com" } }, (answer) => resolve(answer.statusCode)).end();
  });
  expect(status).toBe(403);
});

it("writes the variables for its owner alone and keeps the other lines", () => {
  const path = join(directory, ".env");
  writeFileSync(path, "# mine\nPORT=4000\nAPP_ID=1\n", { mode: 0o644 });
  writeEnvFile(path, { APP_ID: "2", PRIVATE_KEY: "a\nb" });
  expect(readFileSync(path, "utf8")).toBe('# mine\nPORT=4000\nAPP_ID="2"\nPRIVATE_KEY="a\\nb"\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});
