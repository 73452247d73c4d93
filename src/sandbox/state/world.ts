import type { Clock } from "../../clock.ts";
import { GitStore } from "../git/git-store.ts";
import type { AppKeys } from "./app-identity.ts";
import type { Account, AppIdentity, Installation, Organization, Repository } from "./records.ts";

/** Something GitHub would send a webhook for. The payload is complete but for the installation. */
export interface WorldEvent {
  readonly name: string;
  /** Null for events of the App itself. */
  readonly repository: Repository | null;
  /** Set for events of the App itself. */
  readonly installation?: Installation;
  readonly payload: Record<string, unknown>;
}

export interface WorldOptions {
  readonly clock: Clock;
  readonly app: { readonly id: number; readonly slug: string; readonly keys: AppKeys };
}

/** All state of the sandbox, in memory; what people and the bot do to it goes through actions. */
export class World {
  readonly clock: Clock;
  readonly git = new GitStore();
  readonly app: AppIdentity;
  /** By lower-cased login. */
  readonly accounts = new Map<string, Account>();
  readonly organizations = new Map<string, Organization>();
  /** By lower-cased `owner/name`. */
  readonly repositories = new Map<string, Repository>();
  readonly installations = new Map<number, Installation>();
  /** Origin of the API and of the pages, without a slash at the end. */
  origin = "http://127.0.0.1";
  private lastId = 1000;
  private hushed = 0;
  private readonly listeners = new Set<(event: WorldEvent) => void>();

  constructor(options: WorldOptions) {
    this.clock = options.clock;
    const { id, slug, keys } = options.app;
    const bot = this.account(`${slug}[bot]`, "Bot");
    this.app = { id, slug, ...keys, clientId: `Iv23sandbox${id}`, bot, createdAt: this.now() };
  }

  now(): number {
    return this.clock.now();
  }

  nextId(): number {
    this.lastId += 1;
    return this.lastId;
  }

  /** The account of that login, made when there is none. */
  account(login: string, type: Account["type"] = "User"): Account {
    const known = this.accounts.get(login.toLowerCase());
    if (known !== undefined) return known;
    const fresh: Account = { id: this.nextId(), login, type, createdAt: this.now(), name: null, email: null };
    this.accounts.set(login.toLowerCase(), fresh);
    return fresh;
  }

  installationOf(login: string): Installation | undefined {
    for (const installation of this.installations.values()) {
      if (!installation.deleted && installation.account.login.toLowerCase() === login.toLowerCase())
        return installation;
    }
    return undefined;
  }

  /** Runs a change that sends no webhook and leaves no line in any history. */
  quietly<T>(change: () => T): T {
    this.hushed += 1;
    try {
      return change();
    } finally {
      this.hushed -= 1;
    }
  }

  get quiet(): boolean {
    return this.hushed > 0;
  }

  subscribe(listener: (event: WorldEvent) => void): void {
    this.listeners.add(listener);
  }

  /** Tells everyone who listens; the event is only made when somebody does. */
  emit(event: () => WorldEvent): void {
    if (this.quiet || this.listeners.size === 0) return;
    const made = event();
    for (const listener of this.listeners) listener(made);
  }
}
