import type { Send } from "../ask.ts";
import { GitHubError } from "../github-error.ts";
import type { Credentials } from "./credentials.ts";
import type { Transport } from "./octokit-transport.ts";

/** Signs requests with the installation's token; a 401 is tried once more with a new one, writes too: GitHub did nothing. */
export function renewToken(transport: Transport, credentials: Credentials, installation: number): Send {
  return async (ask) => {
    try {
      return await transport(ask, await credentials.authorization(installation, false));
    } catch (error) {
      const renewable = credentials.kind === "app" && error instanceof GitHubError && error.refusal === "unauthorized";
      if (!renewable) throw error;
    }
    return transport(ask, await credentials.authorization(installation, true));
  };
}
