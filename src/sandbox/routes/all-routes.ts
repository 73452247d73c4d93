import type { HookSender } from "../hooks/hook-sender.ts";
import type { Route } from "../http/call.ts";
import type { Tokens } from "../http/tokens.ts";
import { activityRoutes } from "./activity.ts";
import { appRoutes } from "./app.ts";
import { commentRoutes } from "./comments.ts";
import { gitRoutes } from "./git.ts";
import { graphqlRoutes } from "./graphql.ts";
import { issueRoutes } from "./issues.ts";
import { labelRoutes } from "./labels.ts";
import { metaRoutes } from "./meta.ts";
import { milestoneRoutes } from "./milestones.ts";
import { peopleRoutes } from "./people.ts";
import { pullRoutes } from "./pulls.ts";
import { reactionRoutes } from "./reactions.ts";
import { reportRoutes } from "./reports.ts";
import { repositoryRoutes } from "./repositories.ts";
import { reviewRoutes } from "./reviews.ts";
import { searchRoutes } from "./search.ts";

/** Every route the sandbox answers. */
export function allRoutes(parts: { readonly tokens: Tokens; readonly hooks: HookSender }): readonly Route[] {
  return [
    ...appRoutes(parts.tokens, parts.hooks),
    ...metaRoutes,
    ...peopleRoutes,
    ...repositoryRoutes,
    ...activityRoutes,
    ...gitRoutes,
    ...issueRoutes,
    ...commentRoutes,
    ...labelRoutes,
    ...milestoneRoutes,
    ...reactionRoutes,
    ...pullRoutes,
    ...reviewRoutes,
    ...reportRoutes,
    ...searchRoutes,
    ...graphqlRoutes,
  ];
}
