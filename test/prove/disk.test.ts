import { t14 } from "../../prove/t14-disk-full.ts";
import { t15 } from "../../prove/t15-store.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t14, t15]);
