import { flag, text } from "../../config/fields.ts";
import { type ConfigSection, type SectionProblem, scopedList } from "../../config/section.ts";

/** One entry of `approve:` in plugins.yaml. */
export interface ApproveConfig {
  /** Whether a pull request must name an issue, or an approver waive that. */
  readonly issue_required: boolean;
  /** Whether authors must write `/approve` like everybody else. */
  readonly require_self_approval: boolean;
  /** Whether `/lgtm` approves and `/lgtm cancel` takes that back. */
  readonly lgtm_acts_as_approve: boolean;
  /** Whether the state of reviews is left out; commands in their texts always count. */
  readonly ignore_review_state: boolean;
  readonly commandHelpLink: string;
  readonly pr_process_link: string;
}

const list = scopedList("approve", {
  issue_required: flag(
    "Whether a pull request must name an issue, or an approver waive that with `/approve no-issue`.",
  ),
  require_self_approval: flag("Whether authors must write `/approve` for their own files like everybody else."),
  lgtm_acts_as_approve: flag("Whether `/lgtm` approves as well, and `/lgtm cancel` takes that back."),
  ignore_review_state: flag(
    "Whether approving reviews are not taken for approval; commands in their texts always count.",
  ),
  commandHelpLink: text("Where the status comment links for the commands.", "https://go.k8s.io/bot-commands"),
  pr_process_link: text(
    "Where the status comment links for the process.",
    "https://git.k8s.io/community/contributors/guide/owners.md#the-code-review-process",
  ),
});

/** `approve:` of plugins.yaml. */
export const approveConfig: ConfigSection<ApproveConfig> = { ...list, check: checkNamedOnce };

/** Prow refuses to load a file whose `approve` entries name a repository or organisation twice. */
function checkNamedOnce(section: unknown): readonly SectionProblem[] {
  const seen = new Set<string>();
  const problems: SectionProblem[] = [];
  const entries = (section ?? []) as readonly { readonly repos?: readonly string[] | null }[];
  for (const [entry, { repos }] of entries.entries()) {
    for (const [index, name] of (repos ?? []).entries()) {
      if (seen.has(name)) problems.push({ path: [entry, "repos", index], message: namedTwice(name) });
      seen.add(name);
    }
  }
  return problems;
}

function namedTwice(name: string): string {
  return `\`${name}\` is named by two entries of \`approve\`; keep it in one, because only the first would count`;
}
