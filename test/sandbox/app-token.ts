import { createSign } from "node:crypto";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { Ask, Stage } from "./stage.ts";

/** The `Authorization` of the App itself. */
export function appAuthorization(sandbox: Sandbox, claims: Record<string, unknown> = {}): string {
  const now = Math.floor(Date.now() / 1000);
  const body = { iat: now - 30, exp: now + 500, iss: sandbox.app.id, ...claims };
  const plain = [{ alg: "RS256", typ: "JWT" }, body]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .join(".");
  const signature = createSign("RSA-SHA256").update(plain).sign(sandbox.app.privateKey, "base64url");
  return `Bearer ${plain}.${signature}`;
}

/** The `Authorization` of the App's installation on an organisation. */
export async function installationAuthorization(
  stage: Stage,
  scope: Ask["body"] = {},
  login = "acme",
): Promise<string> {
  const id = stage.sandbox.world.installationOf(login)?.id;
  const authorization = appAuthorization(stage.sandbox);
  const made = await stage.ask(`POST /app/installations/${id}/access_tokens`, { authorization, body: scope });
  if (made.status !== 201) throw new Error(`No token: ${made.text}`);
  return `token ${(made.json as { token: string }).token}`;
}
