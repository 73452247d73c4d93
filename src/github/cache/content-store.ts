import { z } from "zod";
import type { Tree } from "../github.ts";
import type { BlobStore } from "../stores.ts";
import { ByteLru } from "./byte-lru.ts";

const textLimit = 8 * 1024 * 1024;
/** Counted as JSON; in memory a tree takes about four times that. */
const treeLimit = 8 * 1024 * 1024;

const storedTree = z.object({
  entries: z.array(
    z.object({
      path: z.string(),
      type: z.enum(["blob", "tree", "commit"]),
      mode: z.string(),
      id: z.string(),
      size: z.number().optional(),
    }),
  ),
  truncated: z.boolean(),
});

/**
 * Git objects by id. They never change, so one read from GitHub is good for ever: what was used last is in memory, all
 * of it in the blob store. Installations do not see each other's.
 */
export class ContentStore {
  readonly #blobs: BlobStore;
  readonly #texts = new ByteLru<string>(textLimit);
  readonly #trees = new ByteLru<Tree>(treeLimit);
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(blobs: BlobStore) {
    this.#blobs = blobs;
  }

  /** Text under a key such as `12/blob/<id>`; `read` is asked when nobody has it. */
  text(key: string, read: () => Promise<string>): Promise<string> {
    const held = this.#texts.get(key);
    if (held !== undefined) return Promise.resolve(held);
    return this.#shared(key, () => this.#loadText(key, read));
  }

  /** The same for a tree, kept in memory as it is used. */
  tree(key: string, read: () => Promise<Tree>): Promise<Tree> {
    const held = this.#trees.get(key);
    if (held) return Promise.resolve(held);
    return this.#shared(key, () => this.#loadTree(key, read));
  }

  forget(tenant: string): void {
    this.#texts.deletePrefix(`${tenant}/`);
    this.#trees.deletePrefix(`${tenant}/`);
  }

  /** The caller answers for one key always holding one type. */
  #shared<T>(key: string, load: () => Promise<T>): Promise<T> {
    const running = this.#running.get(key);
    if (running) return running as Promise<T>;
    const started = load().finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    return started;
  }

  async #loadText(key: string, read: () => Promise<string>): Promise<string> {
    const stored = await this.#stored(key);
    const text = stored ?? (await read());
    if (stored === undefined) await this.#blobs.set(key, Buffer.from(text));
    this.#texts.set(key, text, text.length * 2);
    return text;
  }

  async #loadTree(key: string, read: () => Promise<Tree>): Promise<Tree> {
    const stored = await this.#stored(key);
    const known = stored === undefined ? undefined : parseTree(stored);
    const tree = known ?? (await read());
    const json = known && stored !== undefined ? stored : JSON.stringify(tree);
    if (!known) await this.#blobs.set(key, Buffer.from(json));
    this.#trees.set(key, tree, json.length);
    return tree;
  }

  async #stored(key: string): Promise<string | undefined> {
    const bytes = await this.#blobs.get(key);
    return bytes && Buffer.from(bytes).toString("utf8");
  }
}

function parseTree(text: string): Tree | undefined {
  try {
    const parsed = storedTree.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // What is stored is not a tree; GitHub has it.
    return undefined;
  }
}
