import { t1 } from "../../prove/t1-kill.ts";
import { t2 } from "../../prove/t2-fsync.ts";
import { t7 } from "../../prove/t7-drain.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t1, t2, t7]);
