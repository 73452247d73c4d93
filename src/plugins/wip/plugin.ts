import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelWorkInProgress, WIP_LABEL } from "./label-work-in-progress.ts";

/** The `wip` plugin. Prow: pkg/plugins/wip. */
export const wip = definePlugin({
  name: "wip",
  summary: `Keeps the \`${WIP_LABEL}\` label on drafts and on pull requests whose title starts with WIP.`,
  needs: { issues: "write", pull_requests: "write" },
  on: {
    "pull_request.opened": labelWorkInProgress,
    "pull_request.reopened": labelWorkInProgress,
    "pull_request.edited": labelWorkInProgress,
    "pull_request.ready_for_review": labelWorkInProgress,
    "pull_request.converted_to_draft": labelWorkInProgress,
  },
});
