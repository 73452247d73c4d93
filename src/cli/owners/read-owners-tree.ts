import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Configuration } from "../../config/configuration.ts";
import { buildConfiguration, readConfiguration, readText } from "../../config/load-configuration.ts";
import type { Owners } from "../../owners/owners.ts";
import { selectOwnersFiles } from "../../owners/owners-files.ts";
import { ownersOf, tableOf } from "../../owners/resolve-owners.ts";
import { plugins } from "../../plugins/index.ts";
import { namedRepository } from "../named-repository.ts";

export interface TreeRequest {
  /** The root of a work tree. */
  readonly dir: string;
  readonly plugins?: string;
  readonly config?: string;
  /** `owner/name`. */
  readonly repo?: string;
}

/**
 * The owners a work tree's files name, everybody counted: who is a collaborator only GitHub knows.
 * @throws when the directory is missing or a configuration file cannot be used.
 */
export function readOwnersTree(request: TreeRequest): Owners {
  if (!statSync(request.dir, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`${request.dir} is no directory: give the root of a work tree with --dir`);
  }
  const settings = configurationOf(request).ownersFor(namedRepository(request.repo));
  const files = [...filesBelow(request.dir, request.dir)].map((path) => ({ path }));
  const selected = selectOwnersFiles(files, settings);
  const withText = ({ path }: { readonly path: string }) => ({
    path,
    text: readFileSync(join(request.dir, path), "utf8"),
  });
  const table = tableOf({
    owners: selected.owners.map(withText),
    markdown: selected.markdown.map(withText),
    aliases: selected.aliases === undefined ? undefined : withText(selected.aliases),
  });
  return ownersOf(table, { settings });
}

function configurationOf({ plugins: pluginsFile, config: configFile }: TreeRequest): Configuration {
  if (pluginsFile !== undefined) return readConfiguration({ pluginsFile, configFile }, plugins, 1).configuration;
  const config = configFile === undefined ? undefined : readText(configFile);
  return buildConfiguration({ plugins: { file: "plugins.yaml", text: "" }, config }, plugins, 1).configuration;
}

/** Paths of regular files with forward slashes; links are not followed, as Prow does not. */
function* filesBelow(directory: string, root: string): Generator<string> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== ".git") yield* filesBelow(path, root);
    } else if (entry.isFile()) yield relative(root, path).split(sep).join("/");
  }
}
