import { t6 } from "../../prove/t6-trouble.ts";
import { holdsAndCatches } from "./planted.ts";

holdsAndCatches([t6]);
