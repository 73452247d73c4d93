import { execute } from "../graphql/execute.ts";
import { githubSchema } from "../graphql/github-schema.ts";
import { acting, type Call, type Route } from "../http/call.ts";
import { ok, type Reply } from "../http/reply.ts";
import { Refusal } from "../refusal.ts";

export const graphqlRoutes: readonly Route[] = [{ pattern: "POST /graphql", run: answer }];

/** GitHub answers 200 whatever a query does; its errors stand in the body. */
function answer(call: Call): Reply {
  const { by } = acting(call);
  const { query, variables, operationName } = call.body;
  if (typeof query !== "string") throw new Refusal(400, "A query attribute must be specified and must be a string.");
  const given =
    typeof variables === "object" && variables !== null ? Object.fromEntries(Object.entries(variables)) : {};
  const name = typeof operationName === "string" ? operationName : undefined;
  const scope = { world: call.world, actor: by, asOf: call.asOf };
  return ok(execute(githubSchema, { query, variables: given, operationName: name }, scope));
}
