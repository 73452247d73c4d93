import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { text } from "../../plugin-kit/grammar.ts";
import { type ApproveConfig, approveConfig } from "./approve-config.ts";
import { followLgtm } from "./follow-lgtm.ts";
import { followLabel, followPull, followRetarget } from "./follow-pull.ts";
import { followReview } from "./follow-review.ts";
import { describeApprove } from "./messages.ts";
import { runApprove } from "./run-approve.ts";

/** The `approve` plugin. Prow: pkg/plugins/approve. */
export const approve = definePlugin<ApproveConfig>({
  name: "approve",
  summary:
    "Sets the `approved` label once people whom OWNERS name have approved every changed file, and keeps one comment that says who is missing.",
  config: approveConfig,
  describeConfig: describeApprove,
  needs: { issues: "write", pull_requests: "write", contents: "read" },
  commands: ({ command }) => [
    command({
      names: ["approve", "remove-approve"],
      args: text("[no-issue|cancel]"),
      usage: "/[remove-]approve [no-issue|cancel]",
      description: "Approves the files you are an approver of, or takes that back; `no-issue` waives a required issue.",
      examples: ["/approve", "/approve no-issue", "/approve cancel", "/remove-approve"],
      featured: true,
      on: "pull",
      state: "open",
      who: "Anyone; it counts where OWNERS name you as approver of a changed file.",
      run: runApprove,
    }),
    command({
      names: ["lgtm"],
      args: text("[cancel]"),
      description: "Approves too where lgtm acts as approval, and `/lgtm cancel` takes that back.",
      examples: ["/lgtm", "/lgtm cancel"],
      on: "pull",
      state: "open",
      shared: true,
      who: "As for `/approve`.",
      run: followLgtm,
    }),
  ],
  on: {
    "pull_request.opened": followPull,
    "pull_request.reopened": followPull,
    "pull_request.synchronize": followPull,
    "pull_request.edited": followRetarget,
    "pull_request.labeled": followLabel,
    "pull_request_review.submitted": followReview,
    "pull_request_review.dismissed": followReview,
  },
});
