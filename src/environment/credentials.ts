import { createPrivateKey } from "node:crypto";
import { readFileSync } from "node:fs";
import type { EnvironmentReader } from "./environment-reader.ts";

/** How the process reaches GitHub. */
export type Credentials =
  | { readonly kind: "app"; readonly appId: number; readonly privateKey: string }
  | { readonly kind: "token"; readonly token: string };

/** The App, or the token where no App is named; what is wrong with it goes to the reader. */
export function readCredentials(reader: EnvironmentReader): Credentials {
  const token = reader.text("GITHUB_TOKEN");
  if (token !== undefined && reader.text("APP_ID") === undefined) return { kind: "token", token };
  return { kind: "app", appId: readAppId(reader), privateKey: readPrivateKey(reader) };
}

function readAppId(reader: EnvironmentReader): number {
  const given = reader.text("APP_ID");
  if (given === undefined) {
    reader.problem("APP_ID is missing: set the App's id from its settings page, or GITHUB_TOKEN for a bot account");
  } else if (!/^[1-9]\d{0,14}$/.test(given)) {
    reader.problem("APP_ID is not a number: write the App ID of its settings page, for example APP_ID=123456");
  }
  return Number(given);
}

function readPrivateKey(reader: EnvironmentReader): string {
  const given = reader.text("PRIVATE_KEY") ?? readKeyFile(reader);
  if (given === undefined) return "";
  const key = decodeKey(given);
  if (!isRsaKey(key)) {
    reader.problem("PRIVATE_KEY is not a private key: paste the whole .pem file that GitHub gave you, or its base64");
  }
  return key;
}

/** GitHub gives RSA keys; another kind would be refused with the first request only. */
function isRsaKey(key: string): boolean {
  try {
    return createPrivateKey(key).asymmetricKeyType === "rsa";
  } catch {
    // The parser's own message may quote the key, so it is left out.
    return false;
  }
}

function readKeyFile(reader: EnvironmentReader): string | undefined {
  const path = reader.text("PRIVATE_KEY_PATH");
  if (path === undefined) {
    reader.problem("PRIVATE_KEY is missing: set it, or PRIVATE_KEY_PATH to the .pem file that GitHub gave you");
    return undefined;
  }
  try {
    return readFileSync(path, "utf8").trim();
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "unreadable";
    reader.problem(`PRIVATE_KEY_PATH cannot be read (${reason}): give the path of the .pem file that GitHub gave you`);
    return undefined;
  }
}

/** Accepts a PEM, a PEM with `\n` written out, and base64 of a PEM, as Probot does. */
function decodeKey(given: string): string {
  if (given.includes("-----BEGIN")) return given.replaceAll("\\n", "\n");
  return Buffer.from(given, "base64").toString("utf8");
}
