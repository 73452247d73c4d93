import { createVerify, randomBytes } from "node:crypto";
import { Refusal } from "../refusal.ts";
import type { Installation } from "../state/records.ts";
import type { World } from "../state/world.ts";
import type { Caller } from "./call.ts";

const HOUR = 3_600_000;
/** GitHub accepts App tokens that end at most ten minutes ahead; a minute is allowed for clocks that differ. */
const LONGEST_JWT = 660;
const SKEW = 60;

export interface InstallationToken {
  readonly token: string;
  readonly installation: Installation;
  readonly expiresAt: number;
  readonly permissions: Installation["permissions"];
  /** Lower-cased names; undefined means all that the installation has. */
  readonly repositories: ReadonlySet<string> | undefined;
}

export type TokenScope = Partial<Pick<InstallationToken, "permissions" | "repositories">>;

/** Tells who a request is from, and makes installation tokens. */
export class Tokens {
  private readonly world: World;
  private readonly issued = new Map<string, InstallationToken>();

  constructor(world: World) {
    this.world = world;
  }

  /** A token for one hour, in the long form: `ghs_<app id>_<three dotted parts>`, some 520 characters. */
  issue(installation: Installation, scope: TokenScope = {}): InstallationToken {
    const { app } = this.world;
    const parts = [30, 270, 64].map((bytes) => randomBytes(bytes).toString("base64url"));
    const made: InstallationToken = {
      token: `ghs_${app.id}_${parts.join(".")}`,
      installation,
      expiresAt: this.world.now() + HOUR,
      permissions: scope.permissions ?? installation.permissions,
      repositories: scope.repositories,
    };
    this.issued.set(made.token, made);
    return made;
  }

  /** Who the header speaks for; throws the 401 that GitHub answers when it speaks for nobody. */
  callerOf(authorization: string | undefined): Caller {
    if (authorization === undefined) return { kind: "anonymous" };
    const token = /^(?:token|bearer)\s+(\S+)$/i.exec(authorization)?.[1] ?? basicPassword(authorization);
    if (token === undefined) throw new Refusal(401, "Bad credentials");
    if (token.startsWith("ghp_sandbox_")) return this.person(token);
    if (token.startsWith("ghs_")) return this.installed(token);
    if (token.split(".").length === 3) return this.app(token);
    throw new Refusal(401, "Bad credentials");
  }

  private person(token: string): Caller {
    const account = this.world.account(token.slice("ghp_sandbox_".length));
    return { kind: "actor", token, actor: { kind: "user", account } };
  }

  private installed(token: string): Caller {
    const known = this.issued.get(token);
    if (known === undefined || known.installation.deleted) throw new Refusal(401, "Bad credentials");
    if (known.expiresAt <= this.world.now()) throw new Refusal(401, "Bad credentials");
    if (known.installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
    const installation = scoped(known);
    return { kind: "actor", token, actor: { kind: "installation", account: this.world.app.bot, installation } };
  }

  private app(token: string): Caller {
    const [head = "", claims = "", signature = ""] = token.split(".");
    const verifier = createVerify("RSA-SHA256").update(`${head}.${claims}`);
    const genuine = verifier.verify(this.world.app.publicKey, signature, "base64url");
    if (!genuine) throw new Refusal(401, "A JSON web token could not be decoded");
    this.checkClaims(JSON.parse(Buffer.from(claims, "base64url").toString("utf8")));
    return { kind: "app" };
  }

  private checkClaims(claims: { iat?: unknown; exp?: unknown; iss?: unknown }): void {
    const { app } = this.world;
    const now = Math.floor(this.world.now() / 1000);
    if (typeof claims.exp !== "number" || claims.exp <= now)
      throw new Refusal(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    if (claims.exp > now + LONGEST_JWT)
      throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
    if (typeof claims.iat !== "number" || claims.iat > now + SKEW)
      throw new Refusal(
        401,
        "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
      );
    if (String(claims.iss) !== String(app.id) && claims.iss !== app.clientId)
      throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
  }
}

/** The token of a login, for `Authorization: token …`. */
export function personToken(login: string): string {
  return `ghp_sandbox_${login}`;
}

function scoped(token: InstallationToken): Installation {
  const { installation, permissions, repositories } = token;
  if (permissions === installation.permissions && repositories === undefined) return installation;
  const both = new Set([...(repositories ?? [])].filter((name) => installation.repositories?.has(name) ?? true));
  return { ...installation, permissions, repositories: repositories === undefined ? installation.repositories : both };
}

function basicPassword(authorization: string): string | undefined {
  const encoded = /^basic\s+(\S+)$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const plain = Buffer.from(encoded, "base64").toString("utf8");
  return plain.slice(plain.indexOf(":") + 1) || undefined;
}
