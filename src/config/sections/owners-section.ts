import { z } from "zod";
import type { OwnersSettings } from "../configuration.ts";
import { byName, flag, text, texts } from "../fields.ts";
import type { RepoName } from "../section.ts";

/** File names: half an entry finds nothing for the other half, so empty is not the default here. */
const names = z.object({
  owners: text("Name of OWNERS files; empty finds none."),
  owners_aliases: text("Path of the aliases file from the root; empty finds none."),
});

/** `owners` of plugins.yaml. Prow: pkg/plugins/config.go, Owners. */
export const ownersSchema = z.object({
  mdyamlrepos: texts("Organisations and repositories whose Markdown files may name owners in their front matter."),
  skip_collaborators: texts(
    "Organisations and repositories where people in OWNERS files count even when they are not collaborators.",
  ),
  labels_denylist: texts(
    "Labels that OWNERS files should not set; `bowsprit check` warns of them. An empty list allows all.",
    ["approved", "lgtm"],
  ),
  filenames: byName(
    "Other names for `OWNERS` and `OWNERS_ALIASES`, by `org` or `org/repo`; give both, because half an entry finds nothing for the other half.",
    names,
  ),
});

/** `owners_dir_denylist` of config.yaml. Prow: pkg/config/config.go, OwnersDirDenylist. */
export const denylistSchema = z.object({
  repos: byName(
    "More of these expressions, by `org` or `org/repo`.",
    texts("Expressions (RE2) for directories of these repositories."),
  ),
  default: texts("Expressions (RE2) for directories, in all repositories, whose OWNERS files are not read."),
  ignore_preconfigured_defaults: flag(
    "Whether OWNERS files in `.git`, `…_output` and below `vendor/…` are read, which they are not by themselves.",
  ),
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
