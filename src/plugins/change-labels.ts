import type { Calls, CommandContext } from "../plugin-kit/define-plugin.ts";
import { settleAll } from "../plugin-kit/settle-all.ts";
import { type LabelChanges, labelChanges } from "./label-changes.ts";
import type { LabelConfig } from "./label-config.ts";
import { membersOnly, notSetLabels, restrictedLabel, undefinedLabels, unsupportedLabels } from "./label-messages.ts";
import { allowsUser, type RestrictedLabel } from "./restricted-labels.ts";
import { type WantedLabels, wantedLabels } from "./wanted-labels.ts";

type Context = CommandContext<LabelConfig>;

/** Only members of the organisation may add it; anybody may remove it. */
const MEMBERS_ONLY = "triage/accepted";

/** Carries out every label command of one text: one request for all additions, one for each removal, one reply. */
export async function changeLabels(ctx: Context, calls: Calls<readonly string[]>): Promise<void> {
  const wanted = wantedLabels(calls, ctx.config);
  if (wanted.add.length + wanted.remove.length + wanted.unsupported.length === 0) return;
  const { number } = ctx.subject;
  const [onIssue, defined] = await Promise.all([ctx.github.labels(number), ctx.github.repositoryLabels()]);
  const changes = labelChanges(wanted, onIssue, defined);

  const add = await permitted(ctx, changes.add, mayAdd);
  const remove = await permitted(ctx, changes.remove, mayChange);
  const added = add.length > 0 ? [ctx.github.addLabels(number, add)] : [];
  await settleAll([...added, ...remove.map((label) => ctx.github.removeLabel(number, label))]);

  tellWhatWasLeft(ctx, wanted, changes);
  if (nothingToDo(wanted, changes)) ctx.react("+1");
}

async function permitted(
  ctx: Context,
  labels: readonly string[],
  refusal: (ctx: Context, label: string) => Promise<string | undefined>,
): Promise<readonly string[]> {
  const allowed: string[] = [];
  for (const label of labels) {
    const reason = await refusal(ctx, label);
    if (reason === undefined) allowed.push(label);
    else ctx.reply(reason);
  }
  return allowed;
}

async function mayAdd(ctx: Context, label: string): Promise<string | undefined> {
  if (label.toLowerCase() === MEMBERS_ONLY && !(await ctx.github.isMember(ctx.author))) return membersOnly(label);
  return mayChange(ctx, label);
}

async function mayChange(ctx: Context, label: string): Promise<string | undefined> {
  const restricted = ctx.config.restricted.get(label.toLowerCase());
  if (restricted === undefined || allowsUser(restricted, ctx.author)) return undefined;
  return (await isInAllowedTeam(ctx, restricted)) ? undefined : restrictedLabel(restricted);
}

async function isInAllowedTeam(ctx: Context, { allowedTeams }: RestrictedLabel): Promise<boolean> {
  for (const slug of allowedTeams) {
    const members = await ctx.github.teamMembers(ctx.repo.owner, slug);
    if (members?.has(ctx.author.toLowerCase())) return true;
  }
  return false;
}

function tellWhatWasLeft(ctx: Context, { unsupported }: WantedLabels, { undefinedHere, notSet }: LabelChanges): void {
  const supported = [...ctx.config.additional, ...ctx.config.restricted.keys()];
  if (unsupported.length > 0) ctx.reply(unsupportedLabels(unsupported, supported));
  if (undefinedHere.length > 0) ctx.reply(undefinedLabels(undefinedHere));
  if (notSet.length > 0) ctx.reply(notSetLabels(notSet));
}

function nothingToDo({ unsupported }: WantedLabels, changes: LabelChanges): boolean {
  const left = [unsupported, changes.add, changes.remove, changes.undefinedHere, changes.notSet];
  return left.every((labels) => labels.length === 0);
}
