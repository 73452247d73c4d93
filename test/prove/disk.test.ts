import { t14 } from "../../prove/t14-disk-full.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t14]);
