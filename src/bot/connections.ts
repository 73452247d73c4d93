import type { OwnersSettings } from "../config/configuration.ts";
import type { GitHub, RepoRef } from "../github/github.ts";
import type { Owners } from "../owners/owners.ts";
import type { PayloadState } from "./events/payload-state.ts";

/** One delivery, as the GitHub room needs to know it. */
export interface DeliveryScope {
  /** GitHub's GUID. */
  readonly delivery: string;
  readonly repo: RepoRef;
  /** Absent in payloads of ordinary repository webhooks. */
  readonly installation?: number;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** When it happened by GitHub's clock, in milliseconds; absent where the payload does not say. */
  readonly eventAt?: number;
  /** The issue or pull request as the payload tells it. */
  readonly payload: PayloadState;
  /** Ends the whole delivery. */
  readonly signal: AbortSignal;
}

/** GitHub within one delivery: what one plugin read, the next one does not ask for again. */
export interface DeliveryConnection {
  /** The verbs for one plugin; requests stop when the signal fires. */
  forPlugin(plugin: string, signal: AbortSignal): GitHub;
}

export interface GitHubConnections {
  forDelivery(scope: DeliveryScope): DeliveryConnection;
  /** A push moved a branch: `at` in milliseconds since the epoch, `sha` all zeros for a deleted branch. */
  observeBranch?(repo: RepoRef, branch: string, push: { readonly sha: string; readonly at: number }): void;
}

export interface OwnersRequest {
  readonly github: GitHub;
  /** The commit whose OWNERS files count. */
  readonly commit: string;
  readonly settings: OwnersSettings;
}

export type LoadOwners = (request: OwnersRequest) => Promise<Owners>;
