import { quoted } from "../plugin-kit/quoted.ts";
import { nameList } from "./name-list.ts";
import type { RestrictedLabel } from "./restricted-labels.ts";

export function unsupportedLabels(labels: readonly string[], supported: readonly string[]): string {
  const known =
    supported.length === 0 ? "None is set up here" : `The ones set up here are ${nameList([...new Set(supported)])}`;
  return (
    `\`/label\` cannot change ${nameList(labels)}. ${known}; whoever keeps \`plugins.yaml\` can add to them under ` +
    "`label.additional_labels` or `label.restricted_labels`."
  );
}

export function undefinedLabels(labels: readonly string[]): string {
  return `I cannot add ${nameList(labels)}: this repository has no such label. Somebody who can write to it can create one.`;
}

export function notSetLabels(labels: readonly string[]): string {
  return `There is nothing to remove: ${nameList(labels)} was not set here.`;
}

export function membersOnly(label: string): string {
  return `Only members of the organisation can add ${quoted(label)}; one of them can do it for you.`;
}

export function restrictedLabel({ label, allowedTeams, allowedUsers }: RestrictedLabel): string {
  const refusal = `You cannot change ${quoted(label)}, which is kept for certain people.`;
  if (allowedTeams.length > 0) return `${refusal} Members of these teams can: ${nameList(allowedTeams)}.`;
  if (allowedUsers.length > 0) return `${refusal} These people can: ${nameList(allowedUsers)}.`;
  return `${refusal} Nobody is allowed to, says the configuration.`;
}
