import { isObject } from "./payload-shape.ts";

/**
 * The lane of a delivery, from its unchecked payload: `owner/repo#n` for everything about an issue or pull request,
 * `owner/repo@sha` for checks and statuses, `owner/repo:ref` for pushes, else the repository or the installation.
 * Names are lower-cased, because GitHub compares them so.
 */
export function orderingKey(header: string, payload: Readonly<Record<string, unknown>>): string {
  const repo = repositoryKey(payload);
  if (repo === undefined) return `installation:${at(payload, "installation", "id") ?? "none"}`;
  const number = at(payload, "issue", "number") ?? at(payload, "pull_request", "number");
  if (typeof number === "number") return `${repo}#${number}`;
  const sha = at(payload, "check_run", "head_sha") ?? at(payload, "check_suite", "head_sha") ?? own(payload, "sha");
  if (typeof sha === "string") return `${repo}@${sha}`;
  const ref = own(payload, "ref");
  return header === "push" && typeof ref === "string" ? `${repo}:${ref}` : repo;
}

/** Deliveries of one group share limits: one installation, or one owner where there is no App. */
export function groupKey(payload: Readonly<Record<string, unknown>>): string {
  const installation = at(payload, "installation", "id");
  if (typeof installation === "number") return String(installation);
  return ownerOf(payload)?.toLowerCase() ?? "none";
}

/** Login of the repository's owner, from an unchecked payload; undefined when it names none. */
export function ownerOf(payload: Readonly<Record<string, unknown>>): string | undefined {
  const owner = at(payload, "repository", "owner", "login");
  return typeof owner === "string" ? owner : undefined;
}

function repositoryKey(payload: Readonly<Record<string, unknown>>): string | undefined {
  const owner = at(payload, "repository", "owner", "login");
  const name = at(payload, "repository", "name");
  return typeof owner === "string" && typeof name === "string" ? `${owner}/${name}`.toLowerCase() : undefined;
}

function at(payload: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (isObject(value) ? own(value, key) : undefined), payload);
}

function own(value: Readonly<Record<string, unknown>>, key: string): unknown {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}
