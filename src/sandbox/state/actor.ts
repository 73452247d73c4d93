import type { Account, Installation } from "./records.ts";
import type { World } from "./world.ts";

/** Who does something: a person, the App through an installation, or the stage hand who sets a world up and may do all. */
export interface Actor {
  readonly kind: "user" | "installation" | "stage-hand";
  readonly account: Account;
  readonly installation?: Installation;
}

/** An actor in a world: what every action starts from. */
export interface Acting {
  readonly world: World;
  readonly by: Actor;
}

export function actingAs(world: World, account: Account): Acting {
  return { world, by: { kind: "user", account } };
}
