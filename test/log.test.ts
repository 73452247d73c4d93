import { afterEach, expect, it, vi } from "vitest";
import { GitHubError } from "../src/github/github-error.ts";
import { createLogger } from "../src/log.ts";

const SECRET = "hook-secret-hook-secret";
/** Written otherwise in JSON than by a person. */
const ODD_SECRET = 'quote"back\\slash\ttab';
const LONG_TOKEN = `ghs_123_${"aB3.-_".repeat(85)}`;

afterEach(() => void vi.restoreAllMocks());

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  write(createLogger({ level: "debug", format: "json", secrets: [SECRET, ODD_SECRET], destination }));
  return lines.join("");
}

it.each([
  ["an installation token of 520 characters", LONG_TOKEN],
  ["a personal token", "ghp_0123456789abcdefghij0123456789abcdef"],
  ["a fine-grained token", `github_pat_${"0aB_".repeat(20)}`],
  ["a refresh token", `ghr_${"0aB".repeat(25)}`],
  ["a JWT", "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjEsImV4cCI6OX0.c2lnbmF0dXJlLW9mLWEtand0"],
  ["a bearer header", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl"],
  ["a key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----"],
  ["the webhook secret", SECRET],
  ["a secret with quotes and backslashes", JSON.stringify(ODD_SECRET).slice(1, -1)],
  ["a signature", `sha256=${"ab".repeat(32)}`],
])("never prints %s, in a message, a field or an error", (_name, secret) => {
  const given = secret.startsWith("quote") ? ODD_SECRET : secret;
  const text = logged((log) => {
    log.info(`message ${given}`);
    log.info({ anything: { deep: given } }, "field");
    log.error({ err: new Error(`failed with ${given}`) }, "error");
  });
  const core = secret.split("\n")[1] ?? secret;
  expect(text).not.toContain(core.slice(-12));
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(3);
});

it("keeps ordinary lines as they are", () => {
  expect(logged((log) => log.info({ repo: "o/r", number: 3 }, "delivery done"))).toContain('"repo":"o/r","number":3');
});

it.each([
  "-----BEGIN PRIVATE KEY-----\\",
  '-----BEGIN PRIVATE KEY-----"',
  '-----BEGIN PRIVATE KEY-----\\"\n\\\\"',
  'quote"',
  "Bearer 12345678\\",
])("leaves every line whole JSON, whatever %j it removes something from", (hostile) => {
  const text = logged((log) => log.info({ title: hostile, nested: JSON.stringify({ hostile }) }, hostile));
  expect(JSON.parse(text)).toMatchObject({ level: 30 });
});

it.each([
  ["a bug", new TypeError("x is undefined"), true],
  [
    "GitHub's trouble",
    new GitHubError("GET /app answered 502", { route: "GET /app", status: 502, refusal: "server" }),
    false,
  ],
])("shows where in the code %s was thrown: %s", (_name, err, isShown) => {
  const line = JSON.parse(logged((log) => log.warn({ err }, "did not work")));
  expect(line.err).toMatchObject({ type: err.name, message: err.message });
  expect(Object.hasOwn(line.err, "stack")).toBe(isShown);
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  createLogger({ level: "debug", format: "pretty" }).warn({ err }, "did not work");
  expect(written[1]).toBe(`  ${err.name}: ${err.message}\n`);
  expect(written.slice(2).some((part) => part.includes("    at "))).toBe(isShown);
});

it("gives a person one line a message, and none that strangers wrote", () => {
  const written: string[] = [];
  vi.spyOn(process.stdout, "write").mockImplementation((text) => written.push(String(text)) > 0);
  const log = createLogger({ level: "debug", format: "pretty" });
  const hostile = "x\n12:00:00.000 INFO  all is well\u001b[2J\u009b2J\u202egnp";
  log.error({ err: new Error(hostile), title: hostile, deep: { hostile } }, hostile);
  const text = written.join("");
  expect(text).not.toMatch(/^12:00/m);
  for (const mark of ["\u001b", "\u009b", "\u202e"]) expect(text).not.toContain(mark);
  expect(text).toContain("x\\u{a}12:00:00.000 INFO  all is well");
});
