import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelFromOwners } from "./label-from-owners.ts";

/** The `owners-label` plugin. Prow: pkg/plugins/owners-label. */
export const ownersLabel = definePlugin({
  name: "owners-label",
  summary: "Adds the labels that OWNERS files give to the files a pull request changes.",
  needs: { issues: "write", pull_requests: "write", contents: "read" },
  on: {
    "pull_request.opened": labelFromOwners,
    "pull_request.reopened": labelFromOwners,
    "pull_request.synchronize": labelFromOwners,
  },
});
