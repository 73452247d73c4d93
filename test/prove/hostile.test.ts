import { t10 } from "../../prove/t10-hostile.ts";
import { x2 } from "../../prove/x2-secrets.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t10, x2]);
