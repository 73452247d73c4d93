import { proof } from "./proof.ts";
import { mutants } from "./rig/mutants.ts";
import { playSeeds } from "./rig/seeds.ts";

/** Random histories of one pull request, their deliveries in any order and some of them twice, against an oracle. */
export const t8 = proof<{ readonly histories: number }>({
  id: "T8",
  promise: "the labels in the end do not depend on the order of deliveries, nor on how often they arrive (P7)",
  short: { histories: 500 },
  long: { histories: 20_000 },
  mutants: [mutants.forgetsPushes, mutants.forgetsGrants, mutants.forgetsWords],
  run: ({ histories }, rig) => playSeeds(rig, { property: "labelsAsTheClockHasThem", histories }),
});
