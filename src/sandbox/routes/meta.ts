import type { Call, Route } from "../http/call.ts";
import { ok, type Reply } from "../http/reply.ts";

/** What GitHub says about itself. */
export const metaRoutes: readonly Route[] = [
  { pattern: "GET /", run: (call) => ok({ current_user_url: `${call.world.origin}/user` }) },
  { pattern: "GET /zen", run: () => ok("Keep it logically awesome.") },
  {
    pattern: "GET /meta",
    run: () =>
      ok({
        verifiable_password_authentication: false,
        hooks: ["127.0.0.0/8", "::1/128"],
        web: ["127.0.0.0/8"],
        api: ["127.0.0.0/8"],
      }),
  },
  { pattern: "GET /rate_limit", run: rateLimit },
];

function rateLimit(call: Call): Reply {
  const reset = Math.ceil(call.world.now() / 1000) + 3600;
  const of = (limit: number) => ({ limit, used: 0, remaining: limit, reset });
  const core = of(5000);
  return ok({ resources: { core, search: of(30), graphql: of(5000) }, rate: core });
}
