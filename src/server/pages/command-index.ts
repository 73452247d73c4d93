/** One command as people read about it. */
export interface CommandEntry {
  /** The plugin that answers it. */
  readonly plugin: string;
  /** As it is typed, for example `/lgtm [cancel]`. */
  readonly usage: string;
  readonly description: string;
  readonly who: string;
  readonly examples: readonly string[];
  /** Where it works. */
  readonly on: "issues" | "pull requests" | "issues and pull requests";
  /** Which state the thread must be in. */
  readonly state: "open" | "closed" | "any";
  readonly featured: boolean;
}

/** What the command page shows. */
export interface CommandIndex {
  /** Repositories and organisations named in plugins.yaml. */
  readonly scopes: readonly string[];
  /** The commands of one repository (`owner/name`), or of every enabled plugin. */
  commands(repository: string | undefined): readonly CommandEntry[];
}
