import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelSize } from "./label-size.ts";
import { describeSizes } from "./messages.ts";
import { type SizeConfig, sizeConfig, sizeThresholds } from "./size-config.ts";

/** The `size` plugin. Prow: pkg/plugins/size. */
export const size = definePlugin<SizeConfig>({
  name: "size",
  summary: "Labels a pull request by how many lines it changes, generated files left out.",
  config: sizeConfig,
  describeConfig: (config) => describeSizes(sizeThresholds(config)),
  needs: { issues: "write", pull_requests: "write", contents: "read" },
  on: {
    "pull_request.opened": labelSize,
    "pull_request.reopened": labelSize,
    "pull_request.synchronize": labelSize,
    "pull_request.edited": labelSize,
  },
});
