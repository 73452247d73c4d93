import { isObject } from "./payload-shape.ts";

/** Something happened to an installation of the App, rather than in a repository. */
export interface AccountEvent {
  readonly action: string;
  readonly installation: number;
  /** Login of whose it is. */
  readonly account: string;
}

/** The group of these events: not the installation's own, which waits while the installation is suspended. */
export const ACCOUNT_GROUP = "installations";

const HEADERS: ReadonlySet<string> = new Set(["installation", "installation_repositories"]);

/**
 * Reads an event about an installation; undefined for any other. Header names are not signed, and other events name
 * their installation by its id alone, so only a payload that describes the installation is taken for one.
 */
export function accountEvent(header: string, payload: Readonly<Record<string, unknown>>): AccountEvent | undefined {
  const { action, installation } = payload;
  if (!HEADERS.has(header) || typeof action !== "string" || !isObject(installation)) return undefined;
  const { id, account, permissions } = installation;
  if (!Number.isSafeInteger(id) || !isObject(account) || !isObject(permissions)) return undefined;
  return typeof account.login === "string" ? { action, installation: Number(id), account: account.login } : undefined;
}
