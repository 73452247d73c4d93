import { createHmac, type Hmac, timingSafeEqual } from "node:crypto";

const SHAPE = /^sha256=[0-9a-f]{64}$/;

/** True when a header could be GitHub's signature at all: `sha256=` and 64 lower-case hexadecimal digits. */
export function looksLikeSignature(header: string | undefined): header is string {
  return header !== undefined && SHAPE.test(header);
}

/** Takes a body's bytes as they arrive and says in the end whether one of the secrets signed them. */
export interface SignatureCheck {
  update(chunk: Uint8Array): void;
  /** Compares with every secret in constant time, whichever matches. */
  matches(header: string): boolean;
}

/**
 * Checks `X-Hub-Signature-256` over the raw bytes against every secret, so that a secret can be rotated.
 * Source: GitHub, "Validating webhook deliveries".
 */
export function startSignatureCheck(secrets: readonly string[]): SignatureCheck {
  const hmacs: readonly Hmac[] = secrets.map((secret) => createHmac("sha256", secret));
  return {
    update: (chunk) => {
      for (const hmac of hmacs) hmac.update(chunk);
    },
    matches: (header) => {
      const given = Buffer.from(header.slice("sha256=".length), "hex");
      let found = false;
      for (const hmac of hmacs) found = sameBytes(hmac.digest(), given) || found;
      return found;
    },
  };
}

/** The header value GitHub would send for this body. */
export function sign(body: Uint8Array | string, secret: string): string {
  return `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
}

function sameBytes(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
