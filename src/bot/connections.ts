import type { OwnersSettings } from "../config/configuration.ts";
import type { GitHub, RepoRef } from "../github/github.ts";
import type { Owners } from "../owners/owners.ts";

/** One delivery, as the GitHub room needs to know it. */
export interface DeliveryScope {
  /** GitHub's GUID. */
  readonly delivery: string;
  readonly repo: RepoRef;
  /** Undefined for ordinary repository webhooks. */
  readonly installation: number | undefined;
  /** By `event.action`. */
  readonly event: string;
  readonly payload: object;
  /** When it happened by GitHub's clock, in milliseconds; when it was received where the payload does not say. */
  readonly eventAt: number;
}

/** GitHub within one delivery: what one plugin read, the next one does not ask for again. */
export interface DeliveryConnection {
  /** The verbs for one plugin; requests stop when the signal fires. */
  forPlugin(plugin: string, signal: AbortSignal): GitHub;
}

export interface GitHubConnections {
  forDelivery(scope: DeliveryScope): DeliveryConnection;
}

export interface OwnersRequest {
  readonly github: GitHub;
  /** The commit whose OWNERS files count. */
  readonly commit: string;
  readonly settings: OwnersSettings;
}

export type LoadOwners = (request: OwnersRequest) => Promise<Owners>;
