import type { z } from "zod";
import { githubSchema } from "../../src/config/config-file.ts";
import { bowspritSchema } from "../../src/config/sections/bowsprit-section.ts";
import { denylistSchema, ownersSchema } from "../../src/config/sections/owners-section.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { code, table } from "./markdown.ts";
import { isScopedList, schemaRows } from "./schema-rows.ts";

interface Section {
  readonly key: string;
  readonly schema: z.ZodType;
  /** Who reads it. */
  readonly readers: string;
}

/** One table for each section of plugins.yaml that something reads. */
export function pluginsSections(plugins: readonly Plugin[]): string {
  const own: readonly Section[] = [
    { key: "owners", schema: ownersSchema, readers: "Everything that asks who owns a file." },
    { key: "bowsprit", schema: bowspritSchema, readers: "The bot itself; Prow has no such section." },
  ];
  return [...pluginSections(plugins), ...own].map(chapter).join("\n\n");
}

/** The same for config.yaml. */
export function configSections(): string {
  const sections: readonly Section[] = [
    { key: "github", schema: githubSchema, readers: "Replies that link to people and files." },
    { key: "owners_dir_denylist", schema: denylistSchema, readers: "Everything that asks who owns a file." },
  ];
  return sections.map(chapter).join("\n\n");
}

function pluginSections(plugins: readonly Plugin[]): readonly Section[] {
  const sections = new Map<string, z.ZodType>();
  for (const { config } of plugins) if (config !== undefined) sections.set(config.key, config.schema);
  return [...sections]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, schema]) => ({ key, schema, readers: readersOf(key, plugins) }));
}

function readersOf(key: string, plugins: readonly Plugin[]): string {
  const names = plugins.filter(({ config }) => config?.key === key).map(({ name }) => code(name));
  const last = names.at(-1) ?? "";
  return names.length === 1 ? `The plugin ${last}.` : `The plugins ${names.slice(0, -1).join(", ")} and ${last}.`;
}

function chapter({ key, schema, readers }: Section): string {
  const form = isScopedList(schema)
    ? "A list: for each repository the first entry that names it, else the first that names its organisation, else the defaults."
    : "One map for all repositories.";
  const rows = table(["Key", "Type", "Default", "Meaning"], schemaRows(schema));
  return [`### ${key}`, `Read by: ${readers} ${form}`, rows].join("\n\n");
}
