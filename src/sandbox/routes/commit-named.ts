import type { Call } from "../http/call.ts";
import { Refusal } from "../refusal.ts";
import type { Repository } from "../state/records.ts";

/** The commit that a branch, a full ref or an id (abbreviated, even) names; 422 when there is none. */
export function commitNamed(call: Call, repository: Repository, name: string): string {
  const ref = name.replace(/^refs\//, "").replace(/^heads\//, "");
  const sha =
    repository.refs.get(`refs/heads/${ref}`) ?? repository.refs.get(`refs/${name}`) ?? call.world.git.findCommit(name);
  if (sha === undefined) throw new Refusal(422, `No commit found for SHA: ${name}`);
  return sha;
}
