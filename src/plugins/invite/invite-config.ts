import { z } from "zod";
import { type ConfigSection, type SectionProblem, scopedList, stringList } from "../../config/section.ts";
import type { CloseReason } from "../../github/github.ts";

const CLOSE_REASONS = ["completed", "not_planned", "not-planned", "duplicate"] as const;
const WHO = ["author", "collaborator", "member", "anyone"] as const;

export type Inviter = (typeof WHO)[number];

const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? "");

const entry = {
  /** Markdown of the invitation. */
  message: optionalText,
  /** Path of a Markdown file that takes the message's place. */
  message_file: optionalText,
  /** The branch the file is read from. */
  message_branch: z.string().default("main"),
  who: z.array(z.enum(WHO)).nonempty().default(["author", "collaborator"]),
  on: z.enum(["issue", "pull", "both"]).default("issue"),
  close: z.boolean().default(false),
  close_reason: z
    .enum(CLOSE_REASONS)
    .default("completed")
    .transform((reason): CloseReason => (reason === "not-planned" ? "not_planned" : reason)),
  close_comment: optionalText,
  label: optionalText,
  labels: stringList,
};

const section = scopedList("invite", entry);

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
