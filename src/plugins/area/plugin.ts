import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelCommand } from "../label-commands.ts";
import { describeRestricted, type LabelConfig, labelConfig } from "../label-config.ts";

function onlyAreas(restricted: LabelConfig["restricted"]): LabelConfig["restricted"] {
  return new Map([...restricted].filter(([label]) => label.startsWith("area/")));
}

/** The `area/*` part of `label`, for projects that want no other family. Reads restrictions from the `label` section. */
export const area = definePlugin({
  name: "area",
  summary: "Sets and removes `area/*` labels.",
  config: labelConfig,
  describeConfig: ({ restricted }) => describeRestricted({ restricted: onlyAreas(restricted) }),
  needs: { issues: "write", pull_requests: "write", members: "read" },
  commands: ({ command }) => [
    command(
      labelCommand(["area"], {
        usage: "/[remove-]area <name>...",
        description: "Adds or removes `area/*` labels.",
        who: "Anyone; an `area/*` label that the configuration restricts, the teams and users named there.",
        examples: ["/area api", "/area api docs", "/remove-area api"],
      }),
    ),
  ],
});
