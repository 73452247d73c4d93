import type { GitHub } from "../../github/github.ts";
import type { Logger } from "../../log.ts";
import { withoutCommands } from "./format-reply.ts";
import type { ThreadBudget } from "./thread-budget.ts";

export interface Restraint {
  readonly budget: ThreadBudget;
  /** GitHub's number of the repository. */
  readonly repository: number;
  readonly delivery: string;
  readonly plugin: string;
  readonly log: Logger;
}

/** The verbs of one step, of which no comment commands another bot, and which fall silent on a thread that heard enough. */
export function restrainedGitHub(github: GitHub, restraint: Restraint): GitHub {
  const { budget, repository, delivery, plugin, log } = restraint;
  let said = 0;
  const own: Pick<GitHub, "comment" | "editComment"> = {
    async comment(number, body) {
      said += 1;
      const { allowed, first } = await budget.ask(`${repository}#${number}`, `${delivery} ${plugin} ${said}`);
      if (first) log.warn({ number }, "silent on this thread: too many comments in an hour");
      if (allowed) await github.comment(number, withoutCommands(body));
    },
    editComment: (id, body) => github.editComment(id, withoutCommands(body)),
  };
  return Object.assign(Object.create(github), own);
}
