import type { Clock } from "../../clock.ts";

const refreshBeforeExpiry = 5 * 60_000;
const longestLife = 60 * 60_000;

interface Kept {
  readonly value: string;
  /** By the steady clock. */
  readonly until: number;
}

/**
 * Where auth-app keeps installation tokens: in memory only, handed out until five minutes before they expire, and
 * forgotten when an installation is. The entries are auth-app's own, fields divided by `|`: the second is the moment we
 * got it by the system's clock, the third its end by GitHub's.
 */
export class TokenCache {
  readonly #steady: Clock;
  readonly #entries = new Map<string, Kept>();

  constructor(steady: Clock) {
    this.#steady = steady;
  }

  get(key: string): Promise<string> {
    const kept = this.#entries.get(key);
    if (kept !== undefined && kept.until > this.#steady.now()) return Promise.resolve(kept.value);
    this.#entries.delete(key);
    return Promise.resolve("");
  }

  set(key: string, value: string): Promise<void> {
    this.#entries.set(key, { value, until: this.#steady.now() + lifeOf(value) - refreshBeforeExpiry });
    return Promise.resolve();
  }

  forget(installation: number): void {
    this.#entries.delete(String(installation));
  }
}

/** GitHub's tokens live for an hour; a token that seems to live longer, or to be over, was met by a clock that is wrong. */
function lifeOf(value: string): number {
  const [, created = "", expires = ""] = value.split("|");
  const life = Date.parse(expires) - Date.parse(created);
  if (Number.isNaN(life)) return 0;
  return life > refreshBeforeExpiry && life < longestLife ? life : longestLife;
}
