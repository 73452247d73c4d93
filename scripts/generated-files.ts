import { commandsDocument } from "../src/bot/help/commands-document.ts";
import type { Plugin } from "../src/plugin-kit/define-plugin.ts";
import { environmentExample, environmentTable } from "./documents/environment.ts";
import { fill } from "./documents/markdown.ts";
import { eventsTable, permissionsTable } from "./documents/permissions.ts";
import { configSections, pluginsSections } from "./documents/sections.ts";

/** A file of the repository that is wholly or partly written by `npm run docs`. */
export interface GeneratedFile {
  /** From the repository's root. */
  readonly path: string;
  /** The whole file, given what it holds now. */
  write(current: string): string;
}

/** Every such file. What people write stands outside the marked places and stays. */
export function generatedFiles(plugins: readonly Plugin[]): readonly GeneratedFile[] {
  return [
    { path: ".env.example", write: environmentExample },
    {
      path: "docs/commands.md",
      write: (current) => fill(current, "commands", commandsDocument(plugins).trimEnd()),
    },
    {
      path: "docs/configuration.md",
      write: (current) =>
        [
          ["environment", environmentTable()] as const,
          ["sections", pluginsSections(plugins)] as const,
          ["config.yaml", configSections()] as const,
        ].reduce((text, [name, content]) => fill(text, name, content), current),
    },
    {
      path: "docs/permissions.md",
      write: (current) => fill(fill(current, "permissions", permissionsTable(plugins)), "events", eventsTable(plugins)),
    },
  ];
}
