import { z } from "zod";
import type { Send } from "./ask.ts";
import type { TimedCache } from "./cache/timed-cache.ts";
import { decode } from "./decode.ts";
import type { RepoRef } from "./github.ts";

const answer = z.object({ id: z.number() });

/** The installation through which a repository is reached, for deliveries that do not name one. */
export function installationOf(self: Send, repo: RepoRef, cache: TimedCache): Promise<number> {
  const route = "GET /repos/{owner}/{repo}/installation";
  return cache.get(`installation ${repo.owner}/${repo.name}`.toLowerCase(), async () => {
    const { data } = await self({ route, path: { owner: repo.owner, repo: repo.name }, plugin: "app" });
    return decode(answer, route, data).id;
  });
}
