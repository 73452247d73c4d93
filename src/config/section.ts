import { z } from "zod";
import { orDefault, texts } from "./fields.ts";

/** A repository by its names; structurally the same as the GitHub room's. */
export interface RepoName {
  readonly owner: string;
  readonly name: string;
}

/** One section of plugins.yaml, and how a repository finds its part of it. */
export interface ConfigSection<Config> {
  /** The key in plugins.yaml, such as `lgtm` or `cherry_pick_unapproved`. */
  readonly key: string;
  readonly schema: z.ZodType;
  /** The repository's part of a section that passed `schema`; `section` is undefined when the file has none. */
  resolve(section: unknown, repo: RepoName): Config;
  /** More checks over a section that passed `schema`; each problem names the path inside the section. */
  check?(section: unknown): readonly SectionProblem[];
}

export interface SectionProblem {
  /** Keys and indexes from the section down, for example `[2, "repos", 0]`. */
  readonly path: readonly (string | number)[];
  /** What is wrong and what to write instead. */
  readonly message: string;
  readonly severity?: "error" | "warning";
}

/**
 * `lgtm: [{ repos: [org, org/repo], … }]`: the first entry that names the repository wins whole, then the first that
 * names its organisation, then the entry's defaults. Prow: pkg/plugins/config.go, LgtmFor.
 */
export function scopedList<S extends z.ZodRawShape>(key: string, entry: S): ConfigSection<z.output<z.ZodObject<S>>> {
  const repos = texts("The organisations and repositories (`org`, `org/repo`) that this entry is for.");
  const schema = orDefault(z.array(z.object({ repos, ...entry })), []);
  const defaults = z.object(entry).parse({});
  return {
    key,
    schema,
    resolve(section, repo) {
      const entries = (section ?? []) as (z.output<z.ZodObject<S>> & { repos: readonly string[] })[];
      const named = (name: string) => entries.find((candidate) => candidate.repos.includes(name));
      return named(`${repo.owner}/${repo.name}`) ?? named(repo.owner) ?? defaults;
    },
  };
}

/** `size: { … }`: one value for every repository. */
export function global<S extends z.ZodType>(key: string, schema: S): ConfigSection<z.output<S>> {
  const defaults = schema.parse({});
  return {
    key,
    schema: orDefault(schema, defaults),
    resolve: (section) => (section === undefined ? defaults : section) as z.output<S>,
  };
}

/** `dco: { "*": …, org: …, org/repo: … }`: the most exact key wins. */
export function byRepo<S extends z.ZodType>(key: string, schema: S): ConfigSection<z.output<S>> {
  const defaults = schema.parse({});
  return {
    key,
    schema: orDefault(z.record(z.string(), schema), {}),
    resolve(section, repo) {
      const scopes = new Map(Object.entries((section ?? {}) as Record<string, z.output<S>>));
      return scopes.get(`${repo.owner}/${repo.name}`) ?? scopes.get(repo.owner) ?? scopes.get("*") ?? defaults;
    },
  };
}
