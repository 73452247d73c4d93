import { createPublicKey, generateKeyPairSync } from "node:crypto";

export interface AppKeys {
  readonly privateKey: string;
  readonly publicKey: string;
}

let generated: AppKeys | undefined;

/** The App's key pair as PEM: derived from a given private key, else made once per process (RSA, 2048 bit). */
export function appKeys(privateKey?: string): AppKeys {
  if (privateKey !== undefined) return { privateKey, publicKey: publicPem(privateKey) };
  generated ??= generateKeys();
  return generated;
}

function generateKeys(): AppKeys {
  return generateKeyPairSync("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

function publicPem(privateKey: string): string {
  return createPublicKey(privateKey).export({ type: "spki", format: "pem" }).toString();
}
