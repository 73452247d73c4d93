import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { labelCommand } from "../label-commands.ts";
import { describeLabels, labelConfig } from "../label-config.ts";
import { assignOn } from "./assign-on.ts";

/** Labels of fixed families, and configured ones, by command. Prow: pkg/plugins/label. */
export const label = definePlugin({
  name: "label",
  summary:
    "Sets and removes `area/*`, `committee/*`, `kind/*`, `language/*`, `priority/*`, `sig/*`, `triage/*` and `wg/*` labels, and configured others with `/label`.",
  config: labelConfig,
  describeConfig: describeLabels,
  needs: { issues: "write", pull_requests: "write", members: "read" },
  commands: ({ command }) => [
    command(
      labelCommand(["area", "committee", "kind", "language", "priority", "sig", "triage", "wg", "label"], {
        usage: "/[remove-](area|committee|kind|language|priority|sig|triage|wg) <name>..., /[remove-]label <label>",
        description: "Adds or removes labels of a family, or one of the configured labels.",
        who: "Anyone. Only members of the organisation can add `triage/accepted`, and only the teams and users in the configuration can change restricted labels.",
        examples: ["/kind bug", "/area api docs", "/remove-area api", "/sig testing", "/label skip-review"],
      }),
    ),
  ],
  on: { "pull_request.labeled": assignOn },
});
