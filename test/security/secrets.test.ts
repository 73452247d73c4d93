import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { explainFailure } from "../../src/bot/steps/step-failure.ts";
import { sign } from "../../src/server/signature.ts";
import { openUpkeepStage } from "../compose/upkeep-stage.ts";
import { runCli, startNode } from "../process/start-node.ts";
import { SECRET } from "../support/sandbox-settings.ts";

const KEY = ["MIIEowIBAAKCAQEA7bq98ZkAXZ2cC0", "pJ8rQ2vB1yTfLw3nHsX5dEoGmKiUa"];
/** Of each kind what stands between its beginning and its end: nothing of it may be left. */
const SECRETS: readonly (readonly [string, string])[] = [
  ["an installation token of the long form", `ghs_123456_${"eyJ0eXAi.OiJKV1Qi_LCJh-".repeat(23)}`],
  ["an installation token of the short form", "ghs_0123456789abcdefghij0123456789abcdef"],
  ["a personal token", "ghp_9876543210zyxwvutsrq9876543210zyxwvu"],
  ["a user's token", "gho_13579bdfhjlnprtvxz13579bdfhjlnprtvxz"],
  ["a fine-grained token", "github_pat_11ABCDEFG0aaaaaaaaaaaa_bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],
  ["a JWT", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxMjMiLCJleHAiOjk5fQ.c2lnbmF0dXJlLW9mLWEtand0"],
  ["a bearer header", "Bearer v1.0123456789abcdef0123456789abcdef01234567"],
  ["a private key", `-----BEGIN RSA PRIVATE KEY-----\n${KEY.join("\n")}\n-----END RSA PRIVATE KEY-----`],
  ["a signature", `sha256=${"0123456789abcdef".repeat(4)}`],
];
const WORDS = SECRETS.map(([, secret]) => secret).join(" and ");
const PARTS = [...KEY, ...SECRETS.filter(([name]) => name !== "a private key").map(([, secret]) => secret.slice(-14))];

function expectNone(text: string): void {
  for (const part of PARTS) expect(text, part).not.toContain(part);
}

it("no log line, page, metric, readiness check, reason or file holds what GitHub or a sender let slip", async () => {
  const canary = "canary-in-a-body-that-was-refused";
  const stage = await openUpkeepStage();
  const bot = await stage.start({ care: true, catchUp: true });
  const { url: hook = "" } = stage.sandbox.hooks.config() as { url?: string };
  const labels = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  stage.sandbox.faults.always(labels, { kind: "status", status: 403, message: WORDS });
  stage.sandbox.as("pat").comment(stage.repository.pull({ author: "sam" }), "/hold");
  await stage.quiet();
  const post = (body: string, signature: string) => {
    const type = { "content-type": "application/json", "x-github-event": "push", "x-github-delivery": "g" };
    return fetch(hook, { method: "POST", body, headers: { ...type, "x-hub-signature-256": signature } });
  };
  const answers = [
    await post(`{"text":"${canary}"}`, sign("another", SECRET)),
    await post(`${canary} is no JSON`, sign(`${canary} is no JSON`, SECRET)),
    ...(await Promise.all(
      ["/", "/readyz", "/metrics", "/commands", "/plugin-help", "/commands?repo=harbour/boats", "/replay"].map((path) =>
        fetch(new URL(path, hook)),
      ),
    )),
  ];
  const dead = await bot.inbox.dead(10);
  expect(dead).toMatchObject([{ error: expect.stringContaining("[redacted]") }]);
  const row = await bot.inbox.find(dead[0]?.guid ?? "");
  const said = await Promise.all(answers.map((answer) => answer.text()));
  expect(stage.log.join("")).toContain("[redacted]");
  await stage.stop();
  const files = readdirSync(join(stage.directory, "inbox")).map((name) =>
    readFileSync(join(stage.directory, "inbox", name), "latin1"),
  );
  for (const text of [stage.log.join(""), JSON.stringify([dead, row?.steps]), ...said, ...files]) {
    expectNone(text);
    expect(text).not.toContain(canary);
    expect(text).not.toContain(SECRET);
  }
});

it("no reason of a step that failed for a bug holds one, wherever it is cut", () => {
  for (const [name, secret] of SECRETS) {
    for (const before of [0, 150, 280, 295]) {
      const { reason } = explainFailure("hold", new Error(`${"x ".repeat(before / 2)}${secret}`), 0);
      expectNone(reason);
      expect(reason, name).not.toContain(secret.slice(0, 24));
    }
  }
});

it("no output of the command line holds one, nor the environment's own", async () => {
  const stage = await openUpkeepStage();
  const env = {
    GITHUB_TOKEN: "a-token-of-no-known-shape",
    WEBHOOK_SECRET: "first-secret-of-two,second-secret-of-two",
    DATABASE_URL: "postgres://bot:pass-of-the-database@127.0.0.1:9/bowsprit",
  };
  const file = join(stage.directory, "plugins.yaml");
  const hostile = [...SECRETS.map(([, secret]) => secret.replaceAll("\n", " ")), ...Object.values(env)];
  writeFileSync(file, `${hostile.map((word) => `${JSON.stringify(word)}: 1`).join("\n")}\nplugins: {a: [lgtm]}\n`);
  const tree = join(stage.directory, "OWNERS");
  writeFileSync(tree, `approvers: ${JSON.stringify(hostile)}\n`);
  const runs: readonly (readonly string[])[] = [
    ["check", "--plugins", file, "--dir", stage.directory],
    ["owners", "--dir", stage.directory, "--", "x"],
    ["replay", "--list"],
    ["comment", hostile.join(" "), "text"],
    ["send", file, "--event", "push"],
  ];
  const outputs = await Promise.all(runs.map((args) => runCli([...args], { env, cwd: stage.directory })));
  const server = startNode("src/main.ts", { cwd: stage.directory, env: { ...env, HOST: "127.0.0.1", PORT: "0" } });
  await server.ended;
  for (const text of [...outputs.map(({ stdout, stderr }) => stdout + stderr), server.stdout() + server.stderr()]) {
    expect(text).not.toBe("");
    expectNone(text);
    for (const own of ["a-token-of-no-known-shape", "secret-of-two", "pass-of-the-database"]) {
      expect(text).not.toContain(own);
    }
  }
}, 60_000);
