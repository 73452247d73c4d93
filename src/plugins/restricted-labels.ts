/** A label that only some may put on or take off by command. */
export interface RestrictedLabel {
  readonly label: string;
  /** Team slugs. */
  readonly allowedTeams: readonly string[];
  readonly allowedUsers: readonly string[];
  /** Labels that, put on a pull request, assign the allowed users. */
  readonly assignOn: readonly string[];
}

/** Restricted labels by their lower-case names. */
export type RestrictedLabels = ReadonlyMap<string, RestrictedLabel>;

/** Entries for the same label become one that allows whom any of them allows. Prow: pkg/plugins/config.go, RestrictedLabelsFor. */
export function mergeRestricted(entries: readonly RestrictedLabel[]): RestrictedLabels {
  const merged = new Map<string, RestrictedLabel>();
  for (const entry of entries) {
    const key = entry.label.toLowerCase();
    const earlier = merged.get(key);
    merged.set(key, earlier === undefined ? entry : union(earlier, entry));
  }
  return merged;
}

function union(one: RestrictedLabel, other: RestrictedLabel): RestrictedLabel {
  return {
    label: one.label,
    allowedTeams: [...new Set([...one.allowedTeams, ...other.allowedTeams])].sort(),
    allowedUsers: [...new Set([...one.allowedUsers, ...other.allowedUsers])].sort(),
    assignOn: [...new Set([...one.assignOn, ...other.assignOn])],
  };
}

/** Who is allowed by name; logins compare without case. */
export function allowsUser(restricted: RestrictedLabel, login: string): boolean {
  return hasLogin(restricted.allowedUsers, login);
}

/** The people to assign when `label` is put on a pull request: the allowed users of every restricted label it triggers. */
export function assignedOn(label: string, restricted: RestrictedLabels): readonly string[] {
  const people = new Map<string, string>();
  for (const { assignOn, allowedUsers } of restricted.values()) {
    if (!assignOn.some((trigger) => trigger.toLowerCase() === label.toLowerCase())) continue;
    for (const login of allowedUsers) people.set(login.toLowerCase(), login);
  }
  return [...people.values()];
}

function hasLogin(logins: readonly string[], login: string): boolean {
  return logins.some((one) => one.toLowerCase() === login.toLowerCase());
}
