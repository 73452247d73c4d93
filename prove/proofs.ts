import type { AnyProof } from "./proof.ts";
import { t1 } from "./t1-kill.ts";
import { t2 } from "./t2-fsync.ts";
import { t3 } from "./t3-once.ts";
import { t4 } from "./t4-outage.ts";
import { t5 } from "./t5-slow-disk.ts";
import { t6 } from "./t6-trouble.ts";
import { t7 } from "./t7-drain.ts";
import { t8 } from "./t8-order.ts";
import { t9 } from "./t9-merge-safety.ts";
import { t10 } from "./t10-hostile.ts";
import { t11 } from "./t11-reload.ts";
import { t12 } from "./t12-floods.ts";
import { t13 } from "./t13-soak.ts";
import { t14 } from "./t14-disk-full.ts";
import { t15 } from "./t15-store.ts";
import { t16 } from "./t16-clock.ts";
import { t17 } from "./t17-replicas.ts";
import { t18 } from "./t18-out-of-memory.ts";
import { t19 } from "./t19-every-call.ts";
import { t20 } from "./t20-upgrade.ts";
import { x2 } from "./x2-secrets.ts";

/** Every proof, in the order of the table. */
export const proofs: readonly AnyProof[] = [
  ...[t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12],
  ...[t13, t14, t15, t16, t17, t18, t19, t20, x2],
];
