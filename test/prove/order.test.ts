import { t8 } from "../../prove/t8-order.ts";
import { t9 } from "../../prove/t9-merge-safety.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t8, t9]);
