import type { FaultMix } from "./fault-mix.ts";
import type { GitHub } from "./github.ts";
import type { Rig } from "./rig.ts";
import { Sender } from "./sender.ts";

/** The label that `/hold` puts on. */
export const HOLD = "do-not-merge/hold";

export interface Comments {
  readonly owner: string;
  readonly comments: number;
  /** What goes wrong from now on; nothing when it is null. */
  readonly mix: FaultMix | null;
  /** The server's address, asked for each webhook. */
  readonly url: () => string;
}

/** So many pull requests of `owner/boats`, on each a comment that wants a label and an answer. */
export async function commentOnEach(rig: Rig, github: GitHub, { owner, comments, mix, url }: Comments): Promise<void> {
  const sender = new Sender(8);
  const numbers = await github.order("stage", { owner, name: "boats", pulls: comments, labels: [HOLD, "lgtm"] });
  await github.order("faults", { mix, seed: rig.random.between(1, 1e9) });
  for (const number of numbers) {
    const said = await github.order("say", { repo: `${owner}/boats`, number, login: "sam", body: "/lgtm\n/hold" });
    for (const hook of said) await sender.send(url(), { ...hook, body: Buffer.from(hook.body) });
  }
  sender.close();
}
