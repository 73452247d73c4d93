import { readFileSync } from "node:fs";

/** One recorded world. */
export interface Scenario {
  readonly id: string;
  readonly group: string;
  readonly plugins: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly repo: Partial<RepoSetup>;
  readonly item: Item;
  readonly prior?: readonly { readonly author: string; readonly state: "open" | "closed"; readonly merged?: boolean }[];
  readonly before?: readonly Step[];
  readonly steps: readonly Step[];
  readonly expect: readonly Expected[];
  readonly compareCounts?: readonly string[];
}

export type Files = Readonly<Record<string, string | null>>;

export interface RepoSetup {
  readonly files: Files;
  readonly labels: readonly string[];
  readonly collaborators: Readonly<Record<string, "read" | "write" | "admin">>;
  readonly milestones: readonly string[];
  readonly branches: Readonly<Record<string, Files>>;
}

export interface Item {
  readonly kind: "pr" | "issue";
  readonly author: string;
  readonly title: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly reviewers?: readonly string[];
  readonly state?: "open" | "closed";
  readonly draft?: boolean;
  readonly files?: Files;
  readonly commits?: readonly Commit[];
  readonly baseRef?: string;
  readonly headOwner?: string;
}

export interface Commit {
  readonly message: string;
  readonly files?: Files;
  readonly author?: string;
}

export interface Step {
  readonly do: string;
  readonly by?: string;
  readonly body?: string;
  readonly state?: string;
  readonly files?: Files;
  readonly commits?: readonly Commit[];
  readonly add?: string;
  readonly remove?: string;
  readonly title?: string;
  readonly context?: string;
}

/** The state Prow left, and what it cost. */
export interface Expected {
  readonly labels: readonly string[];
  readonly assignees: readonly string[];
  readonly reviewers: readonly string[];
  readonly draft: boolean;
  readonly merged: boolean;
  readonly state: string;
  readonly reason?: string | null;
  readonly title: string;
  readonly body: string;
  readonly milestone: string | null;
  readonly statuses: Readonly<Record<string, string>>;
  readonly checks: Readonly<Record<string, string>>;
  readonly deletedRefs: readonly string[];
  readonly botComments: number;
  readonly calls: number;
  readonly writes: number;
}

export interface Recording {
  readonly defaults: {
    readonly org: {
      readonly members: Readonly<Record<string, "member" | "admin">>;
      readonly teams: Readonly<
        Record<
          string,
          { readonly members: readonly string[]; readonly repos: Readonly<Record<string, "read" | "write">> }
        >
      >;
    };
    readonly repo: RepoSetup;
  };
  readonly scenarios: readonly Scenario[];
}

/** Every recorded world; `random-worlds.json` holds those that chance made, as Prow's own code left them. */
export function readRecording(file: "scenarios.json" | "random-worlds.json" = "scenarios.json"): Recording {
  return JSON.parse(readFileSync(new URL(`./data/${file}`, import.meta.url), "utf8"));
}

/** The part of a scenario's id before the first slash: the plugin family it is about. */
export function familyOf(scenario: Scenario): string {
  return scenario.id.split("/", 1)[0] ?? "";
}

/** Puts a name in the place of `{org}` and `{repo}`. */
export function fill(text: string, org: string): string {
  return text.replaceAll("{repo}", `${org}/app`).replaceAll("{org}", org);
}

/** Puts the name the recording had in the place of ours, so that texts which name the organisation can be compared. */
export function unfill(text: string, repository: string): string {
  const [org = ""] = repository.split("/");
  return text.replaceAll(`/${org}/`, "/{org}/");
}
