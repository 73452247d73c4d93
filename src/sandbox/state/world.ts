import type { Clock } from "../../clock.ts";
import { GitStore } from "../git/git-store.ts";
import type { AppKeys } from "./app-identity.ts";
import { installationWith } from "./installing.ts";
import { makeOrganization, makeRepository, type OrganizationOptions, type RepositoryOptions } from "./making.ts";
import type { Account, AppIdentity, Installation, Organization, Repository } from "./records.ts";
import { RepositoryHandle } from "./repository-handle.ts";

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

/**
 * All state of the sandbox, in memory. Setting up through `create…` and the handles sends no webhook and leaves no
 * history; what people and the bot do goes through actions, which do both.
 */
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

  createUser(login: string, about: { name?: string; email?: string } = {}): Account {
    return Object.assign(this.account(login), about);
  }

  /** An organisation with the App installed unless `install` is false. */
  createOrganization(options: OrganizationOptions): Organization {
    const organization = makeOrganization(this, options);
    if (options.install !== false) this.install(options.login);
    return organization;
  }

  createRepository(options: RepositoryOptions): RepositoryHandle {
    return new RepositoryHandle(
      this,
      this.quietly(() => makeRepository(this, options)),
    );
  }

  /** Throws when there is no such repository. */
  repository(fullName: string): RepositoryHandle {
    const record = this.repositories.get(fullName.toLowerCase());
    if (record === undefined) throw new Error(`The sandbox has no repository ${fullName}`);
    return new RepositoryHandle(this, record);
  }

  /** Installs the App on an account, with every permission. */
  install(login: string): Installation {
    const installation = installationWith(this, this.account(login));
    this.installations.set(installation.id, installation);
    return installation;
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
