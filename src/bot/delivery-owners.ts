import type { OwnersSettings } from "../config/configuration.ts";
import type { GitHub } from "../github/github.ts";
import type { Owners } from "../owners/owners.ts";
import type { LoadOwners } from "./connections.ts";

/** The OWNERS files of one delivery's repository, read once however many plugins ask. */
export interface DeliveryOwners {
  atBranch(branch: string): Promise<Owners>;
  atCommit(commit: string): Promise<Owners>;
}

export interface DeliveryOwnersOptions {
  readonly github: GitHub;
  readonly settings: OwnersSettings;
  readonly load: LoadOwners;
}

export function createDeliveryOwners({ github, settings, load }: DeliveryOwnersOptions): DeliveryOwners {
  const heads = onceEach((branch) => github.branchHead(branch));
  const owners = onceEach((commit) => load({ github, commit, settings }));
  return { atBranch: async (branch) => owners(await heads(branch)), atCommit: owners };
}

/** Remembers answers and questions under way, not failures: the next plugin may have more luck. */
function onceEach<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const asked = new Map<string, Promise<T>>();
  return (key) => {
    const known = asked.get(key);
    if (known !== undefined) return known;
    const answer = ask(key);
    asked.set(key, answer);
    answer.catch(() => asked.delete(key));
    return answer;
  };
}
