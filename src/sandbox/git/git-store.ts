import { createHash } from "node:crypto";

export interface TreeItem {
  readonly mode: string;
  readonly name: string;
  readonly id: string;
}

export interface Signature {
  readonly name: string;
  readonly email: string;
  /** Milliseconds since the epoch; git keeps seconds. */
  readonly date: number;
}

export interface CommitData {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Signature;
  readonly committer: Signature;
  readonly message: string;
}

/** Immutable git objects under the ids git itself would give them. One store serves a repository and all its forks. */
export class GitStore {
  private readonly blobs = new Map<string, Buffer>();
  private readonly trees = new Map<string, readonly TreeItem[]>();
  private readonly commits = new Map<string, CommitData>();

  writeBlob(content: string | Uint8Array): string {
    const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : Buffer.from(content);
    const id = objectId("blob", bytes);
    this.blobs.set(id, bytes);
    return id;
  }

  writeTree(items: readonly TreeItem[]): string {
    const sorted = [...items].sort((a, b) => Buffer.compare(sortKey(a), sortKey(b)));
    const id = objectId("tree", Buffer.concat(sorted.map(encodeItem)));
    this.trees.set(id, sorted);
    return id;
  }

  writeCommit(commit: CommitData): string {
    const id = objectId("commit", Buffer.from(encodeCommit(commit), "utf8"));
    this.commits.set(id, commit);
    return id;
  }

  blob(id: string): Buffer | undefined {
    return this.blobs.get(id);
  }

  tree(id: string): readonly TreeItem[] | undefined {
    return this.trees.get(id);
  }

  commit(id: string): CommitData | undefined {
    return this.commits.get(id);
  }

  /** The full id for a full or abbreviated one. */
  findCommit(prefix: string): string | undefined {
    if (this.commits.has(prefix)) return prefix;
    if (!/^[0-9a-f]{7,39}$/.test(prefix)) return undefined;
    for (const id of this.commits.keys()) if (id.startsWith(prefix)) return id;
    return undefined;
  }
}

/** `tree`, `blob` or `commit` (a submodule), told from a git mode. */
export function typeOfMode(mode: string): "tree" | "blob" | "commit" {
  if (mode === "040000" || mode === "40000") return "tree";
  return mode === "160000" ? "commit" : "blob";
}

function objectId(type: string, bytes: Buffer): string {
  return createHash("sha1").update(`${type} ${bytes.length}\0`).update(bytes).digest("hex");
}

function sortKey(item: TreeItem): Buffer {
  return Buffer.from(typeOfMode(item.mode) === "tree" ? `${item.name}/` : item.name, "utf8");
}

function encodeItem(item: TreeItem): Buffer {
  const mode = item.mode.replace(/^0/, "");
  return Buffer.concat([Buffer.from(`${mode} ${item.name}\0`, "utf8"), Buffer.from(item.id, "hex")]);
}

function encodeCommit(commit: CommitData): string {
  const parents = commit.parents.map((parent) => `parent ${parent}\n`).join("");
  const people = `author ${encodeSignature(commit.author)}\ncommitter ${encodeSignature(commit.committer)}\n`;
  return `tree ${commit.tree}\n${parents}${people}\n${commit.message}`;
}

function encodeSignature(signature: Signature): string {
  return `${signature.name} <${signature.email}> ${Math.floor(signature.date / 1000)} +0000`;
}
