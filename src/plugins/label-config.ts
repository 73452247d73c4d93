import { z } from "zod";
import { byName, list, orDefault, texts } from "../config/fields.ts";
import type { ConfigSection } from "../config/section.ts";
import { mergeRestricted, type RestrictedLabel, type RestrictedLabels } from "./restricted-labels.ts";

/** A repository's part of the `label` section. */
export interface LabelConfig {
  /** Labels that `/label` may set besides the restricted ones. */
  readonly additional: readonly string[];
  readonly restricted: RestrictedLabels;
}

const entry = z
  .object({
    label: z.string().meta({ description: "The label." }),
    allowed_teams: texts("Slugs of teams whose members may set and remove it."),
    allowed_users: texts("Logins of people who may set and remove it."),
    assign_on: list(
      "Labels that assign `allowed_users` when one of them is added to a pull request.",
      z.object({ label: z.string().meta({ description: "The label that is added." }) }),
    ),
  })
  .transform(
    (raw): RestrictedLabel => ({
      label: raw.label,
      allowedTeams: raw.allowed_teams,
      allowedUsers: raw.allowed_users,
      assignOn: raw.assign_on.map(({ label }) => label),
    }),
  );

const schema = z.object({
  additional_labels: texts("Labels that `/label` may set, besides those that have a command of their own."),
  restricted_labels: byName(
    "Labels that only certain people may set, by `*`, `org` or `org/repo`; what these say adds up.",
    list("The labels of that scope.", entry),
  ),
});

/** The `label` section: restricted labels of `*`, the organisation and the repository add up. Prow: pkg/plugins/config.go, Label. */
export const labelConfig: ConfigSection<LabelConfig> = {
  key: "label",
  schema: orDefault(schema, schema.parse({})),
  resolve(section, repo) {
    const { additional_labels, restricted_labels } =
      section === undefined ? schema.parse({}) : (section as z.output<typeof schema>);
    const scopes = new Map(Object.entries(restricted_labels));
    const entries = ["*", repo.owner, `${repo.owner}/${repo.name}`].flatMap((scope) => scopes.get(scope) ?? []);
    return { additional: additional_labels, restricted: mergeRestricted(entries) };
  },
};

/** What the section means for one repository, for help. */
export function describeLabels({ additional, restricted }: LabelConfig): string {
  const settable = additional.length === 0 ? "" : `\`/label\` also sets ${codes(additional)}. `;
  return `${settable}${describeRestricted({ restricted })}`.trim();
}

/** Which labels are kept for certain people, for help. */
export function describeRestricted({ restricted }: Pick<LabelConfig, "restricted">): string {
  return restricted.size === 0 ? "" : `Only certain people may change ${codes([...restricted.keys()])}.`;
}

function codes(labels: readonly string[]): string {
  return labels.map((label) => `\`${label}\``).join(", ");
}
