import { setMaxListeners } from "node:events";
import type { Send } from "./ask.ts";
import type { ConnectionPool } from "./connection/connection-pool.ts";
import type { GitHub, RepoRef } from "./github.ts";
import { installationOf } from "./repo-installation.ts";
import { DeliverySnapshot, type Payload } from "./snapshot/delivery-snapshot.ts";
import { assigneeVerbs } from "./verbs/assignee-verbs.ts";
import { commentVerbs } from "./verbs/comment-verbs.ts";
import { gitVerbs } from "./verbs/git-verbs.ts";
import { issueVerbs } from "./verbs/issue-verbs.ts";
import { labelVerbs } from "./verbs/label-verbs.ts";
import { membershipVerbs } from "./verbs/membership-verbs.ts";
import { pullVerbs } from "./verbs/pull-verbs.ts";
import { reviewerVerbs } from "./verbs/reviewer-verbs.ts";
import { type Services, type VerbContext, whileWanted } from "./verbs/verb-context.ts";

/** What is known of a delivery before it runs. */
export interface DeliveryScope {
  /** Absent in payloads of ordinary repository webhooks. */
  readonly installation?: number;
  readonly repo: RepoRef;
  /** GitHub's GUID: with the plugin's name it makes a comment the same one when a step runs again. */
  readonly delivery: string;
  /** Milliseconds since the epoch. */
  readonly receivedAt: number;
  /** The payload's own timestamp; without one the payload is never taken for the state of things. */
  readonly eventAt?: number;
  readonly payload: Payload;
  /** Ends the whole delivery. */
  readonly signal: AbortSignal;
}

/** The verbs of one delivery: its plugins share what was read, and see each other's writes. */
export interface DeliveryGitHub {
  /** `signal` ends the plugin's step. */
  forPlugin(name: string, signal: AbortSignal): GitHub;
}

export interface DeliveryServices {
  readonly services: Services;
  readonly pool: ConnectionPool;
  readonly kind: "app" | "token";
}

export function deliveryGitHub(shared: DeliveryServices, scope: DeliveryScope): DeliveryGitHub {
  const { services } = shared;
  const { ownWrites, clock } = services;
  const snapshot = new DeliverySnapshot({ ...scope, ownWrites, soleSince: services.soleSince(), clock });
  const { repo, delivery, receivedAt, eventAt, signal: deliverySignal } = scope;
  const tenant = tenantOf(shared, scope);
  const send = sendFor(shared, scope);
  heardByMany(deliverySignal);
  return {
    forPlugin(plugin, signal) {
      heardByMany(signal);
      const origin = { delivery, receivedAt, eventAt };
      return bind({ services, repo, tenant, ...origin, plugin, signal, deliverySignal, send, snapshot });
    },
  };
}

/** Thirty pages read side by side listen thirty times; Node would warn of a leak at eleven. */
function heardByMany(signal: AbortSignal): void {
  setMaxListeners(0, signal);
}

function bind(context: VerbContext): GitHub {
  return {
    repo: context.repo,
    botLogin: () => whileWanted("the bot's own login", context.services.login(), context.signal),
    ...issueVerbs(context),
    ...labelVerbs(context),
    ...commentVerbs(context),
    ...assigneeVerbs(context),
    ...reviewerVerbs(context),
    ...membershipVerbs(context),
    ...pullVerbs(context),
    ...gitVerbs(context),
  };
}

/** Under a token everything is one tenant, as the token sees it all anyway. */
function tenantOf({ kind }: DeliveryServices, { installation, repo }: DeliveryScope): string {
  if (kind === "token") return "0";
  return installation === undefined ? `${repo.owner}/${repo.name}`.toLowerCase() : String(installation);
}

function sendFor({ services, pool, kind }: DeliveryServices, { installation, repo }: DeliveryScope): Send {
  if (kind === "token") return pool.of(0);
  if (installation !== undefined) return pool.of(installation);
  return async (ask) => pool.of(await installationOf(pool.self, repo, services.minute))(ask);
}
