import { z } from "zod";
import type { OwnersSettings } from "./configuration.ts";
import { type RepoName, stringList } from "./section.ts";

/** `owners` of plugins.yaml. Prow: pkg/plugins/config.go, Owners. */
export const ownersSchema = z.object({
  mdyamlrepos: stringList,
  skip_collaborators: stringList,
  /** Unset is not empty: an empty list allows every label. */
  labels_denylist: z.array(z.string()).default(["approved", "lgtm"]),
  filenames: z
    .record(z.string(), z.object({ owners: z.string().default(""), owners_aliases: z.string().default("") }))
    .default({}),
});

/** `owners_dir_denylist` of config.yaml. Prow: pkg/config/config.go, OwnersDirDenylist. */
export const denylistSchema = z.object({
  repos: z.record(z.string(), stringList).default({}),
  default: stringList,
  ignore_preconfigured_defaults: z.boolean().default(false),
});

const preconfigured: readonly string[] = ["\\.git$", "_output$", "vendor/.*/.*"];

/** How one repository keeps its OWNERS files. */
export function ownersSettings(
  owners: z.output<typeof ownersSchema>,
  denylist: z.output<typeof denylistSchema>,
  { owner, name }: RepoName,
): OwnersSettings {
  const scopes = [`${owner}/${name}`, owner];
  const names = own(owners.filenames, scopes[0]) ?? own(owners.filenames, owner);
  return {
    fileName: names?.owners ?? "OWNERS",
    aliasesPath: names?.owners_aliases ?? "OWNERS_ALIASES",
    markdownFrontMatter: scopes.some((scope) => owners.mdyamlrepos.includes(scope)),
    skipCollaborators: scopes.some((scope) => owners.skip_collaborators.includes(scope)),
    ignoredDirectories: [
      ...(denylist.ignore_preconfigured_defaults ? [] : preconfigured),
      ...denylist.default,
      ...scopes.flatMap((scope) => own(denylist.repos, scope) ?? []),
    ],
  };
}

function own<T>(record: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
