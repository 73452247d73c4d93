import { z } from "zod";
import { texts } from "../../src/config/fields.ts";
import type { KnownPlugin } from "../../src/config/load-configuration.ts";
import { patternText } from "../../src/config/pattern.ts";
import { byRepo, type ConfigSection, global, scopedList } from "../../src/config/section.ts";

const flag = z.boolean().default(false);

const lgtm = scopedList("lgtm", { review_acts_as_lgtm: flag, store_tree_hash: flag });
const approve = scopedList("approve", { commandHelpLink: z.string().default("default"), issue_required: flag });
const blockades = scopedList("blockades", { branchregexp: patternText.default("") });
const size: ConfigSection<unknown> = {
  ...global("size", z.object({ s: z.int().default(0), m: z.int().default(0) })),
  check: (section) => {
    const { s, m } = section as { s: number; m: number };
    return s > m ? [{ path: ["s"], message: "s is larger than m; write both" }] : [];
  },
};
const restricted = z.object({ label: z.string(), allowed_users: texts("who may") });
const label = global("label", z.object({ restricted_labels: z.record(z.string(), z.array(restricted)).default({}) }));
const dco = byRepo("dco", z.object({ trusted_org: z.string().default("") }));

/** Small stand-ins for plugins with each kind of section. */
export const known: readonly KnownPlugin[] = [
  { name: "approve", config: approve as ConfigSection<unknown> },
  { name: "assign" },
  { name: "blockade", config: blockades as ConfigSection<unknown> },
  { name: "dco", config: dco as ConfigSection<unknown> },
  { name: "label", config: label as ConfigSection<unknown> },
  { name: "lgtm", config: lgtm as ConfigSection<unknown> },
  { name: "size", config: size },
];
