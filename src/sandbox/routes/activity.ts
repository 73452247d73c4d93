import type { Call, Route } from "../http/call.ts";
import { paged } from "../http/pages.ts";
import { repositoryOf } from "../http/path-subject.ts";
import type { Reply } from "../http/reply.ts";
import { renderUser } from "../render/account.ts";
import { iso, type Json, nodeId } from "../render/rendering.ts";
import type { Push } from "../state/records.ts";
import type { World } from "../state/world.ts";

/** Who moved which branch, and when. */
export const activityRoutes: readonly Route[] = [{ pattern: "GET /repos/{owner}/{repo}/activity", run: list }];

function list(call: Call): Reply {
  const { pushes } = repositoryOf(call, ["contents"]);
  const ref = call.query.get("ref");
  const full = ref === null || ref.startsWith("refs/") ? ref : `refs/heads/${ref}`;
  const found = pushes.filter((push) => full === null || push.ref === full).reverse();
  return paged(call, found, (push) => renderPush(call.world, push));
}

/** GitHub's `activity`. */
function renderPush(world: World, { id, ref, before, after, at, actor, kind }: Push): Json {
  const user = renderUser(world, actor);
  return { id, node_id: nodeId("PSH", id), ref, before, after, timestamp: iso(at), activity_type: kind, actor: user };
}
