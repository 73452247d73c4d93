import { Refusal } from "../refusal.ts";
import type { Acting, Actor } from "../state/actor.ts";
import type { World } from "../state/world.ts";
import type { Reply } from "./reply.ts";

/** Who a request came from, told by its `Authorization`. */
export type Caller =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app" }
  | { readonly kind: "actor"; readonly actor: Actor; readonly token: string };

/** One request on its way through a route. */
export interface Call {
  readonly world: World;
  readonly caller: Caller;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: Readonly<Record<string, unknown>>;
  /** The body when it is an array, as two label routes accept. */
  readonly list: readonly unknown[] | undefined;
  readonly path: string;
  /** Reads show nothing newer: the present, unless a stale read was asked for. */
  readonly asOf: number;
  readonly accept: string;
}

export interface Route {
  /** Method and path template, in GitHub's own spelling. */
  readonly pattern: string;
  readonly run: (call: Call) => Reply | Promise<Reply>;
}

/** The acting person or installation; 401 for nobody, 403 for the App's own JWT. */
export function acting(call: Call): Acting {
  if (call.caller.kind === "actor") return { world: call.world, by: call.caller.actor };
  if (call.caller.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  throw new Refusal(401, "A JSON web token could not be decoded");
}
