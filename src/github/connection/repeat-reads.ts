import type { Answer, Ask, Send } from "../ask.ts";
import { GitHubError } from "../github-error.ts";
import type { Sleep } from "../sleep.ts";

const pauses = [200, 800] as const;

/** Reads are asked again in place, at most twice, when GitHub fails or does not answer. Writes never are. */
export function repeatReads(next: Send, sleep: Sleep): Send {
  return async (ask) => {
    if (!ask.route.startsWith("GET ")) return next(ask);
    for (const pause of pauses) {
      const answer = await attempt(next, ask);
      if (answer) return answer;
      await sleep(pause, ask.signal);
    }
    return next(ask);
  };
}

async function attempt(next: Send, ask: Ask): Promise<Answer | undefined> {
  try {
    return await next(ask);
  } catch (error) {
    const passing = error instanceof GitHubError && (error.refusal === "server" || error.refusal === "network");
    if (passing && !ask.signal?.aborted) return undefined;
    throw error;
  }
}
