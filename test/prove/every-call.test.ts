import { t19 } from "../../prove/t19-every-call.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t19]);
