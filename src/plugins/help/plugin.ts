import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { nothing } from "../../plugin-kit/grammar.ts";
import { describeHelp, helpConfig } from "./help-config.ts";
import { markForHelp } from "./mark-for-help.ts";

/** `help wanted` and `good first issue` by command. Prow: pkg/plugins/help. */
export const help = definePlugin({
  name: "help",
  summary: "Marks issues with `help wanted` and `good first issue`, with a word about what that asks of them.",
  config: helpConfig,
  describeConfig: describeHelp,
  needs: { issues: "write" },
  commands: ({ command }) => [
    command({
      names: ["help", "remove-help", "good-first-issue", "remove-good-first-issue"],
      args: nothing,
      usage: "/[remove-](help|good-first-issue)",
      description: "Adds or removes the `help wanted` and `good first issue` labels.",
      examples: ["/help", "/remove-help", "/good-first-issue", "/remove-good-first-issue"],
      on: "issue",
      state: "open",
      who: "Anyone.",
      run: markForHelp,
    }),
  ],
});
