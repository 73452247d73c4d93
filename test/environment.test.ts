import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { environmentVariables } from "../src/environment/environment-variables.ts";
import { type Environment, EnvironmentError, readEnvironment } from "../src/environment.ts";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs1", format: "pem" }).toString().trim();
const SECRET = "0123456789abcdef";
const APP = { APP_ID: "12", PRIVATE_KEY: PEM, WEBHOOK_SECRET: SECRET };
const directory = mkdtempSync(join(tmpdir(), "bowsprit-env-"));

afterAll(() => rmSync(directory, { recursive: true }));

function problemsOf(environment: Environment): readonly string[] {
  try {
    readEnvironment(environment);
    return [];
  } catch (error) {
    return (error as EnvironmentError).problems;
  }
}

describe("credentials", () => {
  const file = join(directory, "key.pem");
  writeFileSync(file, PEM);

  it.each([
    ["a PEM", { PRIVATE_KEY: PEM }],
    ["a PEM on one line", { PRIVATE_KEY: PEM.replaceAll("\n", "\\n") }],
    ["base64", { PRIVATE_KEY: Buffer.from(PEM).toString("base64") }],
    ["a file", { PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: file }],
  ])("takes the private key as %s", (_name, change) => {
    const settings = readEnvironment({ ...APP, ...change });
    expect(settings).toMatchObject({ mode: "serve", credentials: { kind: "app", appId: 12, privateKey: PEM } });
  });

  it("reads an .env file's lines also where their quotes were taken for a part of the value, as Docker does", () => {
    const quoted = { APP_ID: '"12"', PRIVATE_KEY: `"${PEM.replaceAll("\n", "\\n")}"`, WEBHOOK_SECRET: `'${SECRET}'` };
    expect(readEnvironment(quoted)).toEqual(readEnvironment(APP));
  });

  it("takes a token instead of an App", () => {
    const settings = readEnvironment({ GITHUB_TOKEN: "ghp_x", WEBHOOK_SECRET: SECRET });
    expect(settings).toMatchObject({ credentials: { kind: "token", token: "ghp_x" } });
  });

  it("goes to setup without any, and refuses that in production", () => {
    expect(readEnvironment({}).mode).toBe("setup");
    expect(problemsOf({ NODE_ENV: "production" })).toEqual([
      expect.stringContaining("APP_ID is missing"),
      expect.stringContaining("PRIVATE_KEY is missing"),
      expect.stringContaining("WEBHOOK_SECRET is missing"),
    ]);
  });

  it("takes no key of another kind than GitHub's, and no App ID that is none", () => {
    const { privateKey: other } = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
    const pem = other.export({ type: "pkcs8", format: "pem" }).toString();
    expect(problemsOf({ ...APP, PRIVATE_KEY: pem })).toEqual([expect.stringContaining("PRIVATE_KEY is not")]);
    for (const id of ["0", "-1", "1.5", "Iv1.0123456789abcdef"]) {
      expect(problemsOf({ ...APP, APP_ID: id })).toEqual([expect.stringContaining("APP_ID=123456")]);
    }
  });

  it("takes several secrets and refuses short ones where strangers can reach the port", () => {
    const two = { ...APP, WEBHOOK_SECRET: `${SECRET}, another-long-secret` };
    expect(readEnvironment(two)).toMatchObject({ webhookSecrets: [SECRET, "another-long-secret"] });
    expect(problemsOf({ ...APP, WEBHOOK_SECRET: "short", HOST: "0.0.0.0" })).toEqual([
      expect.stringContaining("shorter than 16"),
    ]);
    expect(problemsOf({ ...APP, WEBHOOK_SECRET: "short", HOST: "127.0.0.1" })).toEqual([]);
  });
});

describe("addresses", () => {
  it.each([
    [{}, "https://api.github.com"],
    [{ GITHUB_API_URL: "http://127.0.0.1:9/" }, "http://127.0.0.1:9"],
    [{ GHE_HOST: "ghe.example.com" }, "https://ghe.example.com/api/v3"],
    [{ GHE_HOST: "ghe.example.com:8080", GHE_PROTOCOL: "http" }, "http://ghe.example.com:8080/api/v3"],
  ])("%j reaches %s", (change, url) => {
    expect(readEnvironment({ ...APP, ...change }).apiUrl).toBe(url);
  });
});

it("reports every problem at once, each with the fix and none with a secret", () => {
  const problems = problemsOf({
    APP_ID: "x",
    PRIVATE_KEY: "hush-hush-not-a-key",
    PORT: "99999",
    LOG_LEVEL: "loud",
    GITHUB_API_URL: "ftp://x",
    WEBHOOK_PATH: "hooks",
    PRIVATE_KEY_PATH: join(directory, "none.pem"),
  });
  const named = problems.map((problem) => problem.split(" ", 1)[0]);
  expect(named.sort()).toEqual(
    ["APP_ID", "GITHUB_API_URL", "LOG_LEVEL", "PORT", "PRIVATE_KEY", "WEBHOOK_PATH", "WEBHOOK_SECRET"].sort(),
  );
  expect(problems.join()).not.toContain("hush-hush");
  expect(problems.join()).not.toContain("APP_ID=0");
  expect(problems.every((problem) => /write|set|paste|make/.test(problem))).toBe(true);
});

it("takes the files' names, and knows of no supplemental directory unless told", () => {
  expect(readEnvironment(APP)).toMatchObject({
    pluginsFile: "plugins.yaml",
    configFile: "config.yaml",
    supplementalDirectory: undefined,
    dataDirectory: "data",
  });
  const named = { PLUGINS_FILE: "p", CONFIG_FILE: "c", SUPPLEMENTAL_PLUGINS_DIR: "s", DATA_DIR: "d" };
  expect(readEnvironment({ ...APP, ...named })).toMatchObject({
    ...{ pluginsFile: "p", configFile: "c", supplementalDirectory: "s", dataDirectory: "d" },
  });
});

describe("who is served", () => {
  it("is everybody, unless accounts or hooks are named", () => {
    expect(readEnvironment(APP)).toMatchObject({ allowedAccounts: undefined, allowedHooks: undefined });
    const named = { ALLOWED_ACCOUNTS: "Acme, pat_acme", ALLOWED_HOOKS: "12,13" };
    expect(readEnvironment({ ...APP, ...named })).toMatchObject({
      allowedAccounts: new Set(["acme", "pat_acme"]),
      allowedHooks: new Set(["12", "13"]),
    });
  });

  it.each([
    ["ALLOWED_ACCOUNTS", ","],
    ["ALLOWED_ACCOUNTS", "acme,"],
    ["ALLOWED_ACCOUNTS", "acme/app"],
    ["ALLOWED_ACCOUNTS", "аcme"],
    ["ALLOWED_HOOKS", "acme"],
    ["ALLOWED_HOOKS", "12;13"],
  ])("is not guessed from %s=%s", (name, value) => {
    expect(problemsOf({ ...APP, [name]: value })).toEqual([expect.stringMatching(`^${name} is not a list: write `)]);
  });
});

it("takes the address of a database, and repeats no password of one that is wrong", () => {
  const databaseUrl = "postgres://bowsprit:hush-hush@db.example.com/bowsprit";
  expect(readEnvironment({ ...APP, DATABASE_URL: databaseUrl })).toMatchObject({ databaseUrl });
  expect(readEnvironment(APP)).toMatchObject({ databaseUrl: undefined });
  for (const wrong of ["mysql://root:hush-hush@db/x", "db:hush-hush", "postgres://bot:hush-hush%zz@db/x"]) {
    const problems = problemsOf({ ...APP, DATABASE_URL: wrong });
    expect(problems).toEqual([expect.stringMatching(/^DATABASE_URL is not an address: write /)]);
    expect(problems.join()).not.toContain("hush-hush");
  }
});

it("has every variable in .env.example, and no other", () => {
  const example = readFileSync(new URL("../.env.example", import.meta.url), "utf8");
  const names = [...example.matchAll(/^#? ?([A-Z][A-Z_]+)=/gm)].map((match) => match[1]);
  expect(names).toEqual(environmentVariables.map((variable) => variable.name));
});

it("reads every variable it documents, and documents every one it reads", () => {
  const source = readFileSync(new URL("../src/environment.ts", import.meta.url), "utf8");
  const read = new Set([...source.matchAll(/"([A-Z][A-Z_]{2,})"/g)].map((match) => match[1]));
  expect([...read].sort()).toEqual(environmentVariables.map((variable) => variable.name).sort());
});

it("is an error of its own kind", () => {
  expect(() => readEnvironment({ ...APP, PORT: "-1" })).toThrow(EnvironmentError);
});
