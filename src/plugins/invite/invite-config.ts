import { choice, choices, flag, text, texts } from "../../config/fields.ts";
import { type ConfigSection, type SectionProblem, scopedList } from "../../config/section.ts";
import type { CloseReason } from "../../github/github.ts";

const CLOSE_REASONS = ["completed", "not_planned", "not-planned", "duplicate"] as const;
const WHO = ["author", "collaborator", "member", "anyone"] as const;

export type Inviter = (typeof WHO)[number];

const section = scopedList("invite", {
  message: text("Markdown of the invitation."),
  message_file: text("Path of a Markdown file in the repository that takes the message's place."),
  message_branch: text("The branch that the file is read from.", "main"),
  who: choices("Who may write `/invite`.", WHO, ["author", "collaborator"]),
  on: choice("Where the command works.", ["issue", "pull", "both"], "issue"),
  close: flag("Whether the thread is closed afterwards."),
  close_reason: choice("Why an issue is closed, as GitHub shows it.", CLOSE_REASONS, "completed").transform(
    (reason): CloseReason => (reason === "not-planned" ? "not_planned" : reason),
  ),
  close_comment: text("What the invitation says as well when the thread is closed."),
  label: text("A label to set."),
  labels: texts("Labels to set, besides `label`."),
});

export type InviteConfig = ReturnType<typeof section.resolve>;

/** `invite: [{ repos, message, who, on, close, labels, … }]`; an entry without a text to post is a mistake. */
export const inviteConfig: ConfigSection<InviteConfig> = {
  ...section,
  check: (checked) => (checked as readonly InviteConfig[]).flatMap(withoutText),
};

function withoutText(entry: InviteConfig, index: number): readonly SectionProblem[] {
  if (entry.message !== "" || entry.message_file !== "") return [];
  return [
    { path: [index], message: "has no invitation to post: write a message or a message_file", severity: "error" },
  ];
}

/** The labels an invitation sets, wherever they were written. */
export function inviteLabels({ label, labels }: InviteConfig): readonly string[] {
  return label === "" ? labels : [label, ...labels];
}

/** What the section means for one repository, for help. */
export function describeInvite(config: InviteConfig): string {
  if (config.message === "" && config.message_file === "") return "No invitation is set up.";
  const source = config.message_file === "" ? "a configured text" : `\`${config.message_file}\``;
  const labels = inviteLabels(config).map((label) => `\`${label}\``);
  const sets = labels.length === 0 ? "" : `, sets ${labels.join(", ")}`;
  return `\`/invite\` posts ${source}${sets}${config.close ? " and closes the thread" : ""}.`;
}
