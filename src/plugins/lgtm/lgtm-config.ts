import { z } from "zod";
import { scopedList } from "../../config/section.ts";

const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);

/** One entry of `lgtm:` in plugins.yaml. */
export interface LgtmConfig {
  /** Whether approving reviews and requested changes act as `/lgtm` and `/lgtm cancel`. */
  readonly review_acts_as_lgtm: boolean;
  /** Whether lgtm survives pushes that leave the content as it was. */
  readonly store_tree_hash: boolean;
  /** Display name of the team whose members' pull requests keep lgtm whatever is pushed; empty for none. */
  readonly trusted_team_for_sticky_lgtm: string;
}

/** `lgtm:` of plugins.yaml. */
export const lgtmConfig = scopedList("lgtm", {
  review_acts_as_lgtm: flag,
  store_tree_hash: flag,
  trusted_team_for_sticky_lgtm: z
    .string()
    .nullish()
    .transform((value) => value ?? ""),
});
