import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { text } from "../../plugin-kit/grammar.ts";
import { setHold } from "./set-hold.ts";

/** The `do-not-merge/hold` label by command. Prow: pkg/plugins/hold. */
export const hold = definePlugin({
  name: "hold",
  summary: "Keeps a pull request from merging with the `do-not-merge/hold` label, without withholding approval.",
  needs: { issues: "write", pull_requests: "write" },
  commands: ({ command }) => [
    command({
      names: ["hold", "unhold", "remove-hold"],
      args: text("[cancel] [<reason>]"),
      usage: "/hold [cancel] [<reason>], /unhold, /remove-hold",
      description: "Adds or removes the `do-not-merge/hold` label.",
      examples: ["/hold", "/hold until the release is out", "/hold cancel", "/unhold", "/remove-hold"],
      on: "pull",
      who: "Anyone.",
      run: setHold,
    }),
  ],
});
