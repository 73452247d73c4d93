import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";

/** What a plugin's declaration shows first, so that its tests open with what its help opens with. */
export function firstExample(plugin: Plugin): string {
  const [command] = plugin.commands;
  if (command === undefined) throw new Error(`${plugin.name} declares no command`);
  return command.examples[0];
}
