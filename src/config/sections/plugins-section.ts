import type { ConfigProblem } from "../config-error.ts";
import { didYouMean } from "../nearest-name.ts";
import { printable } from "../printable.ts";
import { prowPlugins, renamedPlugins } from "../prow-names.ts";
import type { RepoName } from "../section.ts";
import {
  findEntry,
  isNull,
  placeOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
  type YamlScalar,
} from "../yaml/yaml-tree.ts";

/** The plugins enabled at one key of `plugins`. */
interface Scope {
  readonly plugins: readonly string[];
  readonly excludedRepos: ReadonlySet<string>;
}

/** Which plugins are enabled where. */
export interface Enablement {
  pluginsFor(repo: RepoName): readonly string[];
  readonly everywhere: ReadonlySet<string>;
  /** As listed, by `org` or `org/repo`. */
  readonly scopes: ReadonlyMap<string, readonly string[]>;
}

/**
 * Reads `plugins`, in the form of today (`org: {plugins: […], excluded_repos: […]}`) or the older one (`org: […]`). The
 * older form and the newer may not be mixed. Prow: pkg/plugins/config.go, Plugins and OrgPlugins.
 */
export function readEnablement(node: YamlNode | undefined, known: ReadonlySet<string>, report: Report): Enablement {
  const reader = new EnablementReader(known, report);
  if (node !== undefined) reader.read(node);
  return reader.result();
}

/** Takes note of a problem. */
export type Report = (problem: ConfigProblem) => void;

class EnablementReader {
  private readonly known: ReadonlySet<string>;
  private readonly report: Report;
  private readonly scopes = new Map<string, Scope>();
  private readonly mentions = new Map<string, Map<string, YamlScalar>>();
  private readonly unused = new Set<string>();
  private form: "list" | "map" | undefined;

  constructor(known: ReadonlySet<string>, report: Report) {
    this.known = known;
    this.report = report;
  }

  read(node: YamlNode): void {
    if (isNull(node)) return;
    if (node.kind !== "map") {
      this.error(node, "plugins must be a map from `org` or `org/repo` to what is enabled there");
      return;
    }
    for (const entry of node.entries.values()) this.readScope(entry);
    this.checkOverlap();
  }

  result(): Enablement {
    const { scopes } = this;
    return {
      pluginsFor({ owner, name }) {
        const org = scopes.get(owner);
        const inherited = org === undefined || org.excludedRepos.has(name) ? [] : org.plugins;
        return [...new Set([...inherited, ...(scopes.get(`${owner}/${name}`)?.plugins ?? [])])];
      },
      everywhere: new Set([...scopes.values()].flatMap((scope) => scope.plugins)),
      scopes: new Map([...scopes].map(([name, scope]) => [name, scope.plugins])),
    };
  }

  private readScope(entry: YamlEntry): void {
    if (!/^[^/\s]+(?:\/[^/\s]+)?$/.test(entry.key)) {
      this.warning(entry, `${printable(entry.key)} names no repository; write \`org\` or \`org/repo\``);
    }
    const { value } = entry;
    if (isNull(value)) {
      this.scopes.set(entry.key, { plugins: [], excludedRepos: new Set() });
      return;
    }
    if (value.kind === "scalar") {
      this.error(value, `${printable(entry.key)} must have \`plugins:\` and a list of names below it`);
      return;
    }
    if (this.form !== undefined && this.form !== value.kind) {
      this.error(entry, "either every entry of plugins is a bare list or none is; write `plugins:` above the list");
    }
    this.form = value.kind;
    const scope = value.kind === "list" ? { plugins: this.names(entry, value) } : this.readMap(entry, value);
    this.scopes.set(entry.key, { excludedRepos: new Set(), ...scope });
  }

  private readMap(entry: YamlEntry, map: YamlMap): Scope {
    const known = ["plugins", "excluded_repos"];
    for (const { key, ...place } of map.entries.values()) {
      if (known.includes(key.toLowerCase())) continue;
      this.warning(place, `unknown key ${printable(key)}${didYouMean(key, known)}`);
    }
    const plugins = findEntry(map, "plugins");
    const excluded = findEntry(map, "excluded_repos");
    const repos = excluded === undefined ? [] : this.texts(excluded.value).map((repo) => repo.text);
    if (excluded !== undefined && entry.key.includes("/")) {
      this.warning(excluded, "excluded_repos counts only below an organisation; remove it here");
    }
    const slashed = repos.find((repo) => repo.includes("/"));
    if (excluded !== undefined && slashed !== undefined) {
      this.warning(excluded, `write excluded_repos without the organisation: not ${printable(slashed)}`);
    }
    return { plugins: plugins === undefined ? [] : this.names(entry, plugins.value), excludedRepos: new Set(repos) };
  }

  private names(scope: YamlEntry, list: YamlNode): string[] {
    const mentions = new Map<string, YamlScalar>();
    this.mentions.set(scope.key, mentions);
    for (const name of this.texts(list)) {
      if (mentions.has(name.text)) this.warning(name, `${printable(name.text)} is listed twice here; remove one`);
      this.judgeName(name);
      mentions.set(name.text, name);
    }
    return [...mentions.keys()];
  }

  private texts(list: YamlNode): YamlScalar[] {
    if (isNull(list)) return [];
    const items = list.kind === "list" ? list.items : [list];
    const scalars = items.filter((item) => item.kind === "scalar");
    if (list.kind !== "list" || scalars.length < items.length) {
      this.error(list, "must be a list of names, each on its own line after a dash");
    }
    return scalars.filter((scalar) => scalar.text !== "");
  }

  private judgeName(name: YamlScalar): void {
    if (this.known.has(name.text)) return;
    const renamed = renamedPlugins.get(name.text);
    if (renamed !== undefined) this.warning(name, `${printable(name.text)} is called ${printable(renamed)} today`);
    else if (!prowPlugins.has(name.text)) {
      const nearest = didYouMean(name.text, [...this.known, ...prowPlugins]);
      this.warning(name, `there is no plugin ${printable(name.text)}${nearest}`);
    } else if (!this.unused.has(name.text)) {
      this.unused.add(name.text);
      const message = `not used: Prow's plugin ${printable(name.text)} is not part of Bowsprit`;
      this.report({ ...placeOf(name), severity: "warning", note: true, message });
    }
  }

  /** Prow: pkg/plugins/config.go, validatePlugins. */
  private checkOverlap(): void {
    for (const [key, names] of this.mentions) {
      const [owner = "", repo] = key.split("/");
      const org = this.scopes.get(owner);
      if (repo === undefined || org === undefined || org.excludedRepos.has(repo)) continue;
      for (const [name, node] of names) {
        if (!org.plugins.includes(name)) continue;
        const message = `${printable(name)} is enabled for ${printable(owner)} already; remove it here`;
        this.error(node, `${message} or add ${printable(repo)} to the organisation's excluded_repos`);
      }
    }
  }

  private error(node: Parameters<typeof placeOf>[0], message: string): void {
    this.report({ ...placeOf(node), severity: "error", message });
  }

  private warning(node: Parameters<typeof placeOf>[0], message: string): void {
    this.report({ ...placeOf(node), severity: "warning", message });
  }
}
