import { flag, text } from "../../config/fields.ts";
import { scopedList } from "../../config/section.ts";

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
  review_acts_as_lgtm: flag("Whether an approving review gives lgtm, and one that requests changes takes it away."),
  store_tree_hash: flag("Whether lgtm stays when a push leaves the content as it was, as a rebase may."),
  trusted_team_for_sticky_lgtm: text(
    "Display name of a team of the organisation: lgtm on its members' pull requests stays whatever is pushed.",
  ),
});
