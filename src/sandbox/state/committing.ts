import type { Signature } from "../git/git-store.ts";
import { type FileChanges, layOver } from "../git/tree-files.ts";
import type { Account, Repository } from "./records.ts";
import type { World } from "./world.ts";

export interface CommitOptions {
  readonly branch: string;
  readonly files: FileChanges;
  readonly message: string;
  readonly author: Account;
}

/** Puts one commit on a branch, starting the branch when it is new, and answers its id. Sends nothing. */
export function commitFiles(world: World, repository: Repository, options: CommitOptions): string {
  const ref = `refs/heads/${options.branch}`;
  const parent = repository.refs.get(ref);
  const sha = commitOn(world, parent, options);
  repository.refs.set(ref, sha);
  repository.pushedAt = world.now();
  return sha;
}

/** A commit with the files laid over its parent's, on no branch yet. */
export function commitOn(world: World, parent: string | undefined, options: Omit<CommitOptions, "branch">): string {
  const tree = layOver(world.git, parent === undefined ? undefined : world.git.commit(parent)?.tree, options.files);
  const author = signatureOf(world, options.author);
  const parents = parent === undefined ? [] : [parent];
  return world.git.writeCommit({ tree, parents, author, committer: author, message: options.message });
}

export function signatureOf(world: World, account: Account): Signature {
  const email = account.email ?? `${account.id}+${account.login}@users.noreply.github.com`;
  return { name: account.name ?? account.login, email, date: world.now() };
}

/** The account a commit's signature belongs to, told by its e-mail address. */
export function accountOfEmail(world: World, email: string): Account | undefined {
  const login = /^\d+\+(.+)@users\.noreply\.github\.com$/.exec(email)?.[1];
  if (login !== undefined) return world.accounts.get(login.toLowerCase());
  for (const account of world.accounts.values()) if (account.email === email) return account;
  return undefined;
}
