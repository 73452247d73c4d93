import type { CommandSpec } from "../plugin-kit/define-plugin.ts";
import { nothing } from "../plugin-kit/grammar.ts";
import { reopenThread } from "./close-and-reopen.ts";

export const WHO_CLOSES =
  "The author and collaborators; anyone once the thread carries `lifecycle/stale` or `lifecycle/rotten`.";

/** `/reopen`, the same for every plugin that closes threads. */
export const reopenCommand: CommandSpec<true, unknown> = {
  names: ["reopen"],
  args: nothing,
  description: "Reopens a closed issue or pull request.",
  examples: ["/reopen"],
  state: "closed",
  who: "The author and collaborators.",
  run: reopenThread,
};
