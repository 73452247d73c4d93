import type { GitHub, Pull, Tree } from "../github.ts";
import { refusedAs } from "../refused-as.ts";
import { blobAnswer, commitAnswer, refAnswer, treeAnswer } from "./rest-answers.ts";
import { askFor, type VerbContext } from "./verb-context.ts";

type GitVerbs = Pick<GitHub, "branchHead" | "tree" | "blob" | "commitTree">;

export function gitVerbs(context: VerbContext): GitVerbs {
  return {
    branchHead: (branch) => branchHead(context, branch),
    tree: (sha) => readTree(context, sha),
    blob: (id) => readBlob(context, id),
    commitTree: (sha) => readCommitTree(context, sha),
  };
}

/** One answer a delivery, so that all its judgements rest on the same commit. */
function branchHead(context: VerbContext, name: string): Promise<string> {
  const { repo, snapshot, services } = context;
  return snapshot.branch(name).read(() => {
    const known = services.branchHeads.known({ repo, name });
    if (known !== undefined) return Promise.resolve(known);
    const route = "GET /repos/{owner}/{repo}/git/ref/{ref}";
    return askFor(context, refAnswer, { route, path: { ref: `heads/${name}` } });
  });
}

/** The tip of the base branch; the recorded base commit when the branch is gone. */
export function branchTip(context: VerbContext, { baseRef, baseSha }: Pull): Promise<string> {
  return refusedAs("not-found", baseSha, branchHead(context, baseRef));
}

function readTree(context: VerbContext, sha: string): Promise<Tree> {
  const route = "GET /repos/{owner}/{repo}/git/trees/{tree_sha}";
  return context.services.content.tree(`${context.tenant}/tree/${sha}`, () =>
    askFor(unhurried(context), treeAnswer, { route, path: { tree_sha: sha }, query: { recursive: 1 } }),
  );
}

function readBlob(context: VerbContext, id: string): Promise<string> {
  const route = "GET /repos/{owner}/{repo}/git/blobs/{file_sha}";
  return context.services.content.text(`${context.tenant}/blob/${id}`, async () => {
    const { content, encoding } = await askFor(unhurried(context), blobAnswer, { route, path: { file_sha: id } });
    return encoding === "base64" ? Buffer.from(content, "base64").toString("utf8") : content;
  });
}

function readCommitTree(context: VerbContext, sha: string): Promise<string> {
  const route = "GET /repos/{owner}/{repo}/git/commits/{commit_sha}";
  return context.services.content.text(`${context.tenant}/commit/${sha}`, () =>
    askFor(unhurried(context), commitAnswer, { route, path: { commit_sha: sha } }),
  );
}

/** Reads that others may be waiting for too do not end with the step that began them. */
function unhurried(context: VerbContext): VerbContext {
  return { ...context, signal: undefined };
}
