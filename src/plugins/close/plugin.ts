import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { reopenCommand, WHO_CLOSES } from "../reopen-command.ts";
import { closeConfig, describeClose } from "./close-config.ts";
import { closeReason } from "./close-reason.ts";
import { closeWithReason } from "./close-with-reason.ts";

/** Closing and reopening without `lifecycle/*` labels; each reason may bring a comment and labels. */
export const close = definePlugin({
  name: "close",
  summary: "Closes issues and pull requests with a reason, and reopens them.",
  config: closeConfig,
  describeConfig: describeClose,
  needs: { issues: "write", pull_requests: "write" },
  commands: ({ command }) => [
    command(reopenCommand),
    command({
      names: ["close"],
      args: closeReason,
      description: "Closes an open issue or pull request; `not-planned` and `duplicate` are for issues.",
      examples: ["/close", "/close completed", "/close not-planned", "/close duplicate #12"],
      featured: true,
      state: "open",
      who: WHO_CLOSES,
      run: closeWithReason,
    }),
  ],
});
