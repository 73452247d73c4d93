import { Octokit } from "@octokit/core";
import type { Clock } from "../../clock.ts";
import type { Logger } from "../../log.ts";
import type { Send } from "../ask.ts";
import type { ByteLru } from "../cache/byte-lru.ts";
import { limitRequests } from "../limits/limit-requests.ts";
import type { LimitSettings } from "../limits/limit-settings.ts";
import { InstallationLimits } from "../limits/limits.ts";
import type { Sharing } from "../limits/sharing.ts";
import type { Sleep } from "../sleep.ts";
import type { KeyValueStore } from "../stores.ts";
import { coalesceReads } from "./coalesce-reads.ts";
import { conditionalReads, type Tagged } from "./conditional-reads.ts";
import { type Counting, countRequests, type Observe } from "./count-requests.ts";
import type { Credentials, OctokitSettings } from "./credentials.ts";
import { graphqlLimits } from "./graphql-limits.ts";
import { octokitTransport } from "./octokit-transport.ts";
import { type PlannedWrite, planWrites } from "./plan-writes.ts";
import { renewToken } from "./renew-token.ts";
import { repeatReads } from "./repeat-reads.ts";

export interface PoolOptions {
  readonly octokit: OctokitSettings;
  readonly credentials: Credentials;
  readonly timeoutMs: number;
  readonly limits: LimitSettings;
  /** Of the App itself; the tokens that the credentials fetch are a part of what it asks for. */
  readonly ownLimits: InstallationLimits;
  readonly clock: Clock;
  /** Not moved when the system's clock is set. */
  readonly steady: Clock;
  readonly sleep: Sleep;
  readonly log: Logger;
  readonly values: KeyValueStore;
  readonly etags: ByteLru<Tagged>;
  readonly observe: Observe;
  readonly sharing: Sharing;
  /** Set in a dry run. */
  readonly planned?: (write: PlannedWrite) => void;
}

const maxConnections = 1000;
/** Names what belongs to no installation, in the store and the log. */
export const selfTenant = "app";

/** One connection per installation, made when first needed, the least used ones let go. */
export class ConnectionPool {
  readonly #options: PoolOptions;
  readonly #connections = new Map<number, Send>();
  /** Speaks as the App itself (or as the user of the token), for what belongs to no installation. */
  readonly self: Send;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.self = connect(options, undefined);
  }

  of(installation: number): Send {
    const send = this.#connections.get(installation) ?? connect(this.#options, installation);
    this.#connections.delete(installation);
    this.#connections.set(installation, send);
    const [oldest] = this.#connections.keys();
    if (this.#connections.size > maxConnections && oldest !== undefined) this.#connections.delete(oldest);
    return send;
  }

  forget(installation: number): void {
    this.#connections.delete(installation);
    this.#options.credentials.forget(installation);
    this.#options.etags.deletePrefix(`${installation} `);
  }
}

/** The layers a request passes, from the wire outwards: the last one added is the first one met. */
function connect(options: PoolOptions, installation: number | undefined): Send {
  const { clock, observe, sleep, etags, planned } = options;
  const tenant = installation === undefined ? selfTenant : String(installation);
  const limits =
    installation === undefined
      ? options.ownLimits
      : new InstallationLimits(options.limits, { ...options, clock: options.steady, tenant });
  const counting: Counting = { observe, clock, installation };
  let send = countRequests(wire(options, installation), counting);
  send = graphqlLimits(send, clock);
  send = limitRequests(send, limits, options.sharing);
  send = repeatReads(send, sleep);
  send = conditionalReads(send, etags, tenant);
  send = coalesceReads(send, counting);
  return planned ? planWrites(send, planned) : send;
}

function wire({ octokit, credentials, timeoutMs, clock }: PoolOptions, installation: number | undefined): Send {
  const settings = { apiUrl: octokit.baseUrl, timeoutMs, clock };
  if (installation === undefined) return octokitTransport({ ...settings, octokit: credentials.self });
  return renewToken(octokitTransport({ ...settings, octokit: new Octokit(octokit) }), credentials, installation);
}
