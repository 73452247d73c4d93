import type { HookSender } from "../hooks/hook-sender.ts";
import type { Route } from "../http/call.ts";
import type { Tokens } from "../http/tokens.ts";
import { appRoutes } from "./app.ts";
import { commentRoutes } from "./comments.ts";
import { issueRoutes } from "./issues.ts";
import { labelRoutes } from "./labels.ts";
import { pullRoutes } from "./pulls.ts";

/** Every route the sandbox answers. */
export function allRoutes(parts: { readonly tokens: Tokens; readonly hooks: HookSender }): readonly Route[] {
  return [...appRoutes(parts.tokens, parts.hooks), ...issueRoutes, ...commentRoutes, ...labelRoutes, ...pullRoutes];
}
