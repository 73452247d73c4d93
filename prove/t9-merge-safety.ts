import { proof } from "./proof.ts";
import { mutants } from "./rig/mutants.ts";
import { playSeeds } from "./rig/seeds.ts";

/** The histories of T8 on a bot that is killed again and again, at any request and at any write to its disk. */
export const t9 = proof<{ readonly histories: number }>({
  id: "T9",
  promise: "lgtm and approved never stand in the end for commits that nobody approved, wherever the bot is killed (P6)",
  short: { histories: 1_000 },
  long: { histories: 50_000 },
  mutants: [mutants.keepsLgtmOnPush, mutants.forgetsPushes],
  run: ({ histories }, rig) => playSeeds(rig, { property: "labelsOnlyForWhatWasSeen", histories }),
});
