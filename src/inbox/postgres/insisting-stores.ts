import type { SideStores } from "../side-stores.ts";
import type { Timers } from "../timers.ts";
import { insist } from "./insist.ts";

type Lasting = Pick<SideStores, "values" | "blobs">;

/** Values and blobs for runs that outlive a database's absence: its trouble is not theirs and costs them no try. */
export function insistingStores({ values, blobs }: Lasting, timers: Timers): Lasting {
  return {
    values: {
      get: (key) => insist(() => values.get(key), timers),
      set: (key, value, until) => insist(() => values.set(key, value, until), timers),
    },
    blobs: {
      get: (key) => insist(() => blobs.get(key), timers),
      set: (key, bytes) => insist(() => blobs.set(key, bytes), timers),
    },
  };
}
