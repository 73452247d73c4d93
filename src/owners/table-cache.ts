import { createHash } from "node:crypto";
import type { GitHub, TreeEntry } from "../github/github.ts";
import type { Logger } from "../log.ts";
import { concurrently } from "./concurrently.ts";
import { frontMatterOf } from "./front-matter.ts";
import type { OwnersFileSelection } from "./owners-files.ts";
import { buildOwnersTable, countMembers, type OwnersTable } from "./owners-table.ts";
import { type ParsedAliases, parseAliases } from "./parse-aliases.ts";
import { type ParsedOwners, parseFrontMatter, parseOwners } from "./parse-owners.ts";
import { directoryOf } from "./repository-path.ts";
import { WeightedLru } from "./weighted-lru.ts";

/** Files asked for at the same time. */
const concurrency = 8;
/** Characters that a cached entry stands for besides its text, and a person or label in a table. */
const entryWeight = 200;
const memberWeight = 30;

/** Where the files' texts come from, and who hears of broken ones. */
export interface BlobReader {
  readonly source: Pick<GitHub, "blob">;
  readonly log?: Pick<Logger, "info"> | undefined;
}

type Selection = OwnersFileSelection<TreeEntry>;

/** Tables by what they are made of, so a commit that touches no OWNERS file costs nothing. */
export class TableCache {
  private readonly owners: WeightedLru<ParsedOwners>;
  private readonly aliases: WeightedLru<ParsedAliases>;
  private readonly tables: WeightedLru<OwnersTable>;
  private readonly loading = new Map<string, Promise<OwnersTable>>();

  constructor(size: number) {
    this.owners = new WeightedLru(size);
    this.aliases = new WeightedLru(size);
    this.tables = new WeightedLru(size);
  }

  /** Rejects when a file cannot be fetched; simultaneous calls for the same files share one load. */
  async table(files: Selection, reader: BlobReader): Promise<OwnersTable> {
    const key = fingerprint(files);
    const known = this.tables.get(key);
    if (known !== undefined) return known;
    try {
      const shared = await this.loading.get(key);
      if (shared !== undefined) return shared;
    } catch {
      // The other load failed for its own reasons, perhaps its token's; this one tries with its own.
    }
    return this.loadShared(key, files, reader);
  }

  private async loadShared(key: string, files: Selection, reader: BlobReader): Promise<OwnersTable> {
    const load = this.load(files, reader);
    this.loading.set(key, load);
    try {
      const table = await load;
      this.tables.set(key, table, entryWeight * (table.size + 1) + memberWeight * countMembers(table));
      return table;
    } finally {
      if (this.loading.get(key) === load) this.loading.delete(key);
    }
  }

  private async load(files: Selection, reader: BlobReader): Promise<OwnersTable> {
    const aliases = await this.loadAliases(files.aliases, reader);
    const owners = await concurrently(files.owners, concurrency, async (file) => {
      return [directoryOf(file.path), await this.loadOwners(file, reader, parseOwners)] as const;
    });
    const headers = await concurrently(files.markdown, concurrency, async (file) => {
      return [file.path, await this.loadOwners(file, reader, parseHeader)] as const;
    });
    return buildOwnersTable([...owners, ...headers], aliases);
  }

  private async loadAliases(file: TreeEntry | undefined, reader: BlobReader): Promise<ParsedAliases["aliases"]> {
    if (file === undefined) return new Map();
    return (await cached(this.aliases, file, { reader, parse: parseAliases })).aliases;
  }

  private loadOwners(file: TreeEntry, reader: BlobReader, parse: typeof parseOwners): Promise<ParsedOwners> {
    return cached(this.owners, file, { reader, parse });
  }
}

function parseHeader(markdown: string): ParsedOwners {
  return parseFrontMatter(frontMatterOf(markdown));
}

/** A blob's meaning; the same blob can be an OWNERS file in one place and Markdown in another. */
async function cached<T extends { readonly problem?: string }>(
  cache: WeightedLru<T>,
  file: TreeEntry,
  { reader, parse }: { reader: BlobReader; parse: (text: string) => T },
): Promise<T> {
  const key = `${parse.name} ${file.id}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  const text = await reader.source.blob(file.id);
  const parsed = parse(text);
  if (parsed.problem !== undefined) {
    reader.log?.info({ file: file.path, problem: parsed.problem }, "owners file cannot be read and counts as empty");
  }
  cache.set(key, parsed, entryWeight + Math.min(text.length, 2 * 64 * 1024));
  return parsed;
}

function fingerprint({ owners, markdown, aliases }: Selection): string {
  const hash = createHash("sha256");
  const list = (entries: readonly TreeEntry[]) => entries.map(({ path, id }) => [path, id]);
  hash.update(JSON.stringify([list(owners), list(markdown), aliases === undefined ? [] : list([aliases])]));
  return hash.digest("base64");
}
