import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Run } from "../rig/benchmark.ts";
import { type GiveOrder, startChild } from "../rig/child-orders.ts";
import { SECRET, type Server, startServer } from "../rig/server-process.ts";
import type { GitHubOrders } from "./github-child.ts";

/** Milliseconds that GitHub takes for a request. */
export const LATENCY = 40;
/** The plugins that Prow was measured with. */
const PLUGINS = ["lgtm", "approve", "assign", "label", "lifecycle", "hold", "wip", "size", "help", "owners-label"];

/** The sandbox and the bot, each in a process of its own. */
export interface Stage {
  readonly github: GiveOrder<GitHubOrders>;
  readonly url: string;
  readonly bot: Server;
  /** Resolves when no webhook is on its way and the bot has nothing to do. */
  quiet(): Promise<void>;
}

export interface StageOptions {
  readonly dist: string;
  readonly name: string;
  readonly orgs: readonly string[];
  readonly reviewers: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export async function openStage(run: Run, options: StageOptions): Promise<Stage> {
  const { dist, name, orgs, reviewers, environment = {} } = options;
  const github = startChild<GitHubOrders>(run, new URL("./github-child.ts", import.meta.url));
  const { url, app } = await github("open", { latency: LATENCY });
  for (const org of orgs) await github("repository", { org, reviewers });
  const plugins = { plugins: Object.fromEntries(orgs.map((org) => [org, { plugins: PLUGINS }])) };
  const home = join(run.directory, name);
  const bot = await startServer(run, {
    dist,
    home,
    app,
    apiUrl: url,
    plugins,
    environment,
  });
  await github("deliverTo", { url: `${bot.url}/hook`, secret: SECRET });
  // A payload from before the start, or from within two seconds of a write, is read again; people are slower than that.
  await pause(3_000);
  const quiet = async () => {
    for (let before = -1, now = await github("heard", undefined); before !== now; ) {
      before = now;
      await bot.idle();
      now = await github("heard", undefined);
    }
  };
  return { github, url, bot, quiet };
}
