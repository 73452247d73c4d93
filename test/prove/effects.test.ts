import { t3 } from "../../prove/t3-once.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t3]);
