import { t12 } from "../../prove/t12-floods.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t12]);
