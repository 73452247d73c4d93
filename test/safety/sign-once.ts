import { subtle, type webcrypto } from "node:crypto";

/**
 * From now on this process imports a key once and signs the same bytes once: App tokens name whole seconds, and each of
 * many restarts in a second would do the same work again.
 */
export function signOnce(): void {
  const { importKey, sign } = subtle;
  const keys = new Map<string, Promise<webcrypto.CryptoKey>>();
  const signatures = new Map<string, Promise<ArrayBuffer>>();
  Object.assign(subtle, {
    importKey: (...given: Parameters<typeof importKey>) =>
      remembered(keys, textOf(given[1]), () => {
        signatures.clear();
        return importKey.apply(subtle, given);
      }),
    sign: (...given: Parameters<typeof sign>) =>
      remembered(signatures, textOf(given[2]), () => sign.apply(subtle, given)),
  });
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size > 100) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}

function textOf(given: unknown): string {
  if (given instanceof ArrayBuffer) return Buffer.from(given).toString("base64");
  if (ArrayBuffer.isView(given))
    return Buffer.from(given.buffer, given.byteOffset, given.byteLength).toString("base64");
  return JSON.stringify(given);
}
