import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { oneOf } from "../../plugin-kit/grammar.ts";
import { reopenCommand, WHO_CLOSES } from "../reopen-command.ts";
import { lifecycleState } from "./lifecycle-state.ts";
import { runClose } from "./run-close.ts";
import { setLifecycle } from "./set-lifecycle.ts";

/** Closing, reopening and `lifecycle/*` labels, in the order in which one comment runs them. Prow: pkg/plugins/lifecycle. */
export const lifecycle = definePlugin({
  name: "lifecycle",
  summary: "Closes and reopens issues and pull requests and marks them active, frozen, stale or rotten.",
  needs: { issues: "write", pull_requests: "write" },
  commands: ({ command }) => [
    command(reopenCommand),
    command({
      names: ["close"],
      args: oneOf("", "not-planned"),
      description: "Closes an open issue or pull request; `not-planned` is for issues.",
      examples: ["/close", "/close not-planned"],
      state: "open",
      who: WHO_CLOSES,
      run: runClose,
    }),
    command({
      names: ["lifecycle", "remove-lifecycle"],
      args: lifecycleState,
      usage: "/[remove-]lifecycle <active|frozen|stale|rotten>",
      description: "Puts a `lifecycle/*` label in the place of the others, or removes it.",
      examples: ["/lifecycle frozen", "/lifecycle active", "/remove-lifecycle stale"],
      who: "Anyone; `frozen` can be set on issues only.",
      run: setLifecycle,
    }),
  ],
});
