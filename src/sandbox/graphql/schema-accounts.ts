import { accountNodeId } from "../render/account.ts";
import { nodeId, webUrl } from "../render/rendering.ts";
import type { Account, Team } from "../state/records.ts";
import { type FieldType, leaf, type Node, typeOf } from "./schema.ts";

export const actorFields = ["login", "url", "avatarUrl", "resourcePath"];

const actor: Record<string, FieldType> = {
  id: leaf((account: Account) => accountNodeId(account)),
  login: leaf((account: Account) => bareLogin(account)),
  url: leaf((account: Account, _args, { world }) => webUrl(world, bareLogin(account))),
  resourcePath: leaf((account: Account) => `/${bareLogin(account)}`),
  avatarUrl: leaf((account: Account, _args, { world }) => webUrl(world, `avatars/u/${account.id}`), "size"),
  databaseId: leaf((account: Account) => account.id),
};

const named = { ...actor, name: leaf((account: Account) => account.name) };

export const accountTypes: ReadonlyMap<string, ReadonlyMap<string, FieldType>> = new Map([
  ["User", typeOf({ ...named, email: leaf((account: Account) => account.email ?? "") })],
  ["Bot", typeOf(actor)],
  ["Organization", typeOf(named)],
  [
    "Team",
    typeOf({
      id: leaf((team: Team) => nodeId("T", team.id)),
      databaseId: leaf((team: Team) => team.id),
      name: leaf((team: Team) => team.name),
      slug: leaf((team: Team) => team.slug),
      combinedSlug: leaf((team: Team) => `${team.organization.account.login}/${team.slug}`),
    }),
  ],
]);

export function accountNode(account: Account): Node {
  return { type: account.type, of: account };
}

/** GraphQL names a bot without the `[bot]` that REST adds. */
function bareLogin(account: Account): string {
  return account.login.replace(/\[bot\]$/, "");
}
