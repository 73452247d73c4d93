import type { Plugin } from "../../plugin-kit/define-plugin.ts";
import { commandIndex, type IndexedCommand } from "./command-index.ts";

/** The tables of docs/commands.md: every command of every plugin, one table a plugin. */
export function commandsDocument(plugins: readonly Plugin[]): string {
  const index = commandIndex(plugins, "all");
  const chapters = plugins.flatMap((plugin) => {
    const commands = index.filter((command) => command.plugin === plugin.name);
    return commands.length === 0 ? [] : [chapter(plugin, commands)];
  });
  return `${chapters.join("\n\n")}\n`;
}

function chapter(plugin: Plugin, commands: readonly IndexedCommand[]): string {
  const rows = commands.map((command) => `| ${cells(command).map(cell).join(" | ")} |`);
  return [
    `## ${plugin.name}`,
    "",
    plugin.summary,
    "",
    "| Command | What it does | Who may use it | Where | Examples |",
    "| --- | --- | --- | --- | --- |",
    ...rows,
  ].join("\n");
}

function cells(command: IndexedCommand): readonly string[] {
  const where = command.state === "any" ? command.where : `${command.state} ${command.where}`;
  return [code(command.usage), command.description, command.who, where, command.examples.map(code).join("<br>")];
}

function code(text: string): string {
  return `\`${text}\``;
}

/** A bar would end the cell, a line end the table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
