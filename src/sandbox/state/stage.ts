import { installationWith } from "./installing.ts";
import { makeOrganization, makeRepository, type OrganizationOptions, type RepositoryOptions } from "./making.ts";
import type { Account, Installation, Organization } from "./records.ts";
import { RepositoryHandle } from "./repository-handle.ts";
import { World } from "./world.ts";

/**
 * A world that can be set up: `create…` and the handles send no webhook and leave no history, unlike actions, which do
 * both.
 */
export class Stage extends World {
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
}
