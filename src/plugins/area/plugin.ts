import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelCommand } from "../label-commands.ts";
import { describeRestricted, labelConfig } from "../label-config.ts";

/** The `area/*` part of `label`, for projects that want no other family. Reads restrictions from the `label` section. */
export const area = definePlugin({
  name: "area",
  summary: "Sets and removes `area/*` labels.",
  config: labelConfig,
  describeConfig: describeRestricted,
  needs: { issues: "write", pull_requests: "write", members: "read" },
  commands: ({ command }) => [
    command(
      labelCommand(["area"], {
        usage: "/[remove-]area <name>...",
        description: "Adds or removes `area/*` labels.",
        examples: ["/area api", "/area api docs", "/remove-area api"],
      }),
    ),
  ],
});
