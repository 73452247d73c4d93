import { definePlugin, type Plugin } from "../../src/plugin-kit/define-plugin.ts";
import type { EventName } from "../../src/plugin-kit/events.ts";
import { text } from "../../src/plugin-kit/grammar.ts";

/** Plugins with two commands and an event handler each, as the usual ones have. */
export function paddingPlugins(count: number): readonly Plugin[] {
  return Array.from({ length: count }, (_, index) => padding(index));
}

const EVENT: EventName = "pull_request.opened";

function padding(index: number): Plugin {
  return definePlugin({
    name: `padding-${index}`,
    summary: "Fills the list up.",
    needs: { issues: "write" },
    commands: ({ command }) =>
      [`pad-${index}`, `unpad-${index}`].map((name) =>
        command({
          names: [name],
          args: text("[<reason>]"),
          usage: `/${name} [<reason>]`,
          description: "Does nothing.",
          examples: [`/${name}`],
          who: "Anyone.",
          run: async () => {},
        }),
      ),
    on: { [EVENT]: async () => {} },
  });
}
