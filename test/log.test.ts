import { expect, it } from "vitest";
import { createLogger } from "../src/log.ts";

const SECRET = "hook-secret-hook-secret";
const LONG_TOKEN = `ghs_123_${"aB3.-_".repeat(85)}`;

function logged(write: (log: ReturnType<typeof createLogger>) => void): string {
  const lines: string[] = [];
  const destination = { write: (line: string) => lines.push(line) };
  write(createLogger({ level: "debug", format: "json", secrets: [SECRET], destination }));
  return lines.join("");
}

it.each([
  ["an installation token of 520 characters", LONG_TOKEN],
  ["a personal token", "ghp_0123456789abcdefghij0123456789abcdef"],
  ["a bearer header", "Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl"],
  ["a key", "-----BEGIN RSA PRIVATE KEY-----\nMIIEowIBAAKCAQEA7\n-----END RSA PRIVATE KEY-----"],
  ["the webhook secret", SECRET],
  ["a signature", `sha256=${"ab".repeat(32)}`],
])("never prints %s, in a message, a field or an error", (_name, secret) => {
  const text = logged((log) => {
    log.info(`message ${secret}`);
    log.info({ anything: { deep: secret } }, "field");
    log.error({ err: new Error(`failed with ${secret}`) }, "error");
  });
  const core = secret.split("\n")[1] ?? secret;
  expect(text).not.toContain(core.slice(-12));
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThanOrEqual(3);
});

it("keeps ordinary lines as they are", () => {
  expect(logged((log) => log.info({ repo: "o/r", number: 3 }, "delivery done"))).toContain('"repo":"o/r","number":3');
});
