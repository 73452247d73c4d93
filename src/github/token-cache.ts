import type { Clock } from "../clock.ts";

const refreshBeforeExpiry = 5 * 60_000;

/**
 * Where auth-app keeps installation tokens: in memory only, handed out until five minutes before they expire, and
 * forgotten when an installation is. The entries are auth-app's own, fields divided by `|`, the third one the expiry.
 */
export class TokenCache {
  readonly #clock: Clock;
  readonly #entries = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get(key: string): Promise<string> {
    const value = this.#entries.get(key) ?? "";
    const expiresAt = Date.parse(value.split("|")[2] ?? "");
    if (expiresAt - refreshBeforeExpiry > this.#clock.now()) return Promise.resolve(value);
    this.#entries.delete(key);
    return Promise.resolve("");
  }

  set(key: string, value: string): Promise<void> {
    this.#entries.set(key, value);
    return Promise.resolve();
  }

  forget(installation: number): void {
    this.#entries.delete(String(installation));
  }
}
