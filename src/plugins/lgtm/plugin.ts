import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { dropOnPush } from "./drop-on-push.ts";
import { dropOnRetarget } from "./drop-on-retarget.ts";
import { type LgtmConfig, lgtmConfig } from "./lgtm-config.ts";
import { lgtmWords } from "./lgtm-request.ts";
import { describeLgtm } from "./messages.ts";
import { obeyReview } from "./obey-review.ts";
import { runLgtm } from "./run-lgtm.ts";

/** The `lgtm` plugin. Prow: pkg/plugins/lgtm. */
export const lgtm = definePlugin<LgtmConfig>({
  name: "lgtm",
  summary: "Keeps the `lgtm` label: somebody other than the author looked at exactly this code.",
  config: lgtmConfig,
  describeConfig: describeLgtm,
  needs: { issues: "write", pull_requests: "write", contents: "read", members: "read" },
  commands: ({ command }) => [
    command({
      names: ["lgtm", "remove-lgtm"],
      args: lgtmWords,
      usage: "/[remove-]lgtm [no-issue|cancel]",
      description: "Gives lgtm to a pull request, or takes it back, and assigns you to it.",
      examples: ["/lgtm", "/lgtm no-issue", "/lgtm cancel", "/remove-lgtm"],
      featured: true,
      on: "pull",
      state: "open",
      who: "Collaborators other than the author; the author may only cancel. Where OWNERS count without collaborators: approvers and reviewers of a changed file.",
      run: runLgtm,
    }),
  ],
  on: {
    "pull_request.synchronize": dropOnPush,
    "pull_request.edited": dropOnRetarget,
    "pull_request_review.submitted": obeyReview,
  },
});
