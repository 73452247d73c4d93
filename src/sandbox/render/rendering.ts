import type { World } from "../state/world.ts";

/** A piece of JSON on its way out. */
export type Json = Record<string, unknown>;

/** Seconds precision, as GitHub writes times. */
export function iso(time: number): string {
  return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

export function isoOrNull(time: number | null): string | null {
  return time === null ? null : iso(time);
}

/** An opaque id in GitHub's newer form: a prefix that names the type. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_${Buffer.from(`${prefix}:${id}`).toString("base64url")}`;
}

export function webUrl(world: World, path: string): string {
  return `${world.origin}/${path}`;
}

export function apiUrl(world: World, path: string): string {
  return `${world.origin}/${path}`;
}
