import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ConfigError, formatProblem } from "../../src/config/config-error.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { type ConfigSection, scopedList } from "../../src/config/section.ts";
import { known } from "./known-plugins.ts";

function build(plugins: string, config?: string) {
  const texts = {
    plugins: { file: "plugins.yaml", text: plugins },
    config: config === undefined ? undefined : { file: "config.yaml", text: config },
  };
  return buildConfiguration(texts, known, 7);
}

/** Every problem as a line, whether the text is refused or not. */
function problems(plugins: string, config?: string): string[] {
  try {
    return build(plugins, config).problems.map(formatProblem);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems.map(formatProblem);
    throw error;
  }
}

const enabled = "plugins: {org: {plugins: [lgtm]}}\n";
const repo = (name: string) => ({ owner: "org", name });

describe("where plugins are enabled", () => {
  it.each([
    ["today's form", "plugins:\n  org:\n    plugins: [lgtm, assign]\n  org/web:\n    plugins: [size]\n"],
    ["the older form", "plugins:\n  org: [lgtm, assign]\n  org/web:\n  - size\n"],
    ["keys in another case", "Plugins:\n  org:\n    PLUGINS: [lgtm, assign]\n  org/web:\n    plugins: [size]\n"],
  ])("joins organisation and repository in %s", (_, text) => {
    const { configuration, problems: found } = build(text);
    expect(found).toEqual([]);
    expect(configuration.version).toBe(7);
    expect(configuration.pluginsFor(repo("web"))).toEqual(["lgtm", "assign", "size"]);
    expect(configuration.pluginsFor(repo("other"))).toEqual(["lgtm", "assign"]);
    expect(configuration.pluginsFor({ owner: "ORG", name: "web" })).toEqual([]);
    expect(configuration.isEnabledAnywhere("size")).toBe(true);
    expect(configuration.isEnabledAnywhere("approve")).toBe(false);
  });

  it("leaves excluded repositories their own list only", () => {
    const text =
      "plugins:\n  org:\n    plugins: [lgtm, size]\n    excluded_repos: [web]\n  org/web:\n    plugins: [lgtm]\n";
    const { configuration, problems: found } = build(text);
    expect(found).toEqual([]);
    expect(configuration.pluginsFor(repo("web"))).toEqual(["lgtm"]);
  });

  it.each([
    [
      "plugins:\n  org: {plugins: [lgtm]}\n  org/web: {plugins: [lgtm]}",
      'plugins.yaml:3:23: error: "lgtm" is enabled for "org" already; remove it here or add "web" to the organisation\'s excluded_repos',
    ],
    [
      "plugins:\n  org: {plugins: [lgtm]}\n  b: [size]",
      "plugins.yaml:3:3: error: either every entry of plugins is a bare list or none is; write `plugins:` above the list",
    ],
    [
      "plugins: [lgtm]",
      "plugins.yaml:1:10: error: plugins must be a map from `org` or `org/repo` to what is enabled there",
    ],
    ["plugins: {org: lgtm}", 'plugins.yaml:1:16: error: "org" must have `plugins:` and a list of names below it'],
    [
      "plugins: {org: {plugins: lgtm}}",
      "plugins.yaml:1:26: error: must be a list of names, each on its own line after a dash",
    ],
    [
      "plugins: {org: {plugins: [lgtm, aprove]}}",
      'plugins.yaml:1:33: warning: there is no plugin "aprove"; did you mean "approve"?',
    ],
    [
      "plugins: {org: {plugins: [lgtm, transfer-issue]}}",
      'plugins.yaml:1:33: warning: "transfer-issue" is called "issue-management" today',
    ],
    [
      "plugins: {org: {plugins: [lgtm, cat]}, b: {plugins: [cat]}}",
      'plugins.yaml:1:33: note: not used: Prow\'s plugin "cat" is not part of Bowsprit',
    ],
    ["plugins: {org: {plugins: [lgtm, lgtm]}}", 'plugins.yaml:1:33: warning: "lgtm" is listed twice here; remove one'],
    [
      "plugins: {org: {plugin: [], plugins: [lgtm]}}",
      'plugins.yaml:1:17: warning: unknown key "plugin"; did you mean "plugins"?',
    ],
    [
      "plugins: {https://x: {plugins: [lgtm]}}",
      'plugins.yaml:1:11: warning: "https://x" names no repository; write `org` or `org/repo`',
    ],
    ["plugins: {}", "plugins.yaml: warning: no plugin is enabled anywhere; list some below `plugins:`"],
    ["", "plugins.yaml: warning: no plugin is enabled anywhere; list some below `plugins:`"],
  ])("%j: %s", (text, problem) => {
    expect(problems(text)).toEqual([problem]);
  });
});

describe("sections", () => {
  it("are read with keys in any case, null as absent and text as written", () => {
    const text = `${enabled}approve:\n- repos: [no, 012, ~, on/off]\n  COMMANDHELPLINK: 1e3\n  issue_required: yes\nlgtm:\nsize: {s: 1, m: 2}\n`;
    const { configuration, problems: found } = build(text);
    expect(found).toEqual([]);
    expect(configuration.section("approve")).toEqual([
      { repos: ["no", "012", "", "on/off"], commandHelpLink: "1e3", issue_required: true },
    ]);
    expect(configuration.section("lgtm")).toEqual([]);
    expect(configuration.section("size")).toEqual({ s: 1, m: 2 });
    expect(configuration.section("dco")).toBeUndefined();
    expect(configuration.section("constructor")).toBeUndefined();
  });

  it.each([
    ["lgtm: [{repo: [org]}]", 'plugins.yaml:2:9: warning: unknown key "repo"; did you mean "repos"?'],
    [
      'lgtm: [{store_tree_hash: "yes"}]',
      "plugins.yaml:2:9: error: lgtm[0].store_tree_hash must be true or false, without quotes",
    ],
    ["lgtm: {}", "plugins.yaml:2:7: error: lgtm must be a list, each item on its own line after a dash"],
    [
      "lgtm: [{repos: org}]",
      "plugins.yaml:2:9: error: lgtm[0].repos must be a list, each item on its own line after a dash",
    ],
    ["size: {s: ten}", "plugins.yaml:2:8: error: size.s must be a number without quotes"],
    ["size: {s: 2}", "plugins.yaml:2:8: error: s is larger than m; write both"],
    ["dco: {constructor: {trusted_org: [x]}}", "plugins.yaml:2:21: error: dco.constructor.trusted_org must be text"],
    [
      "blockades: [{branchregexp: '(?<=a)b'}]",
      'plugins.yaml:2:14: error: blockades[0].branchregexp: the pattern "(?<=a)b" is not RE2: invalid named capture: `(?<=a)b`',
    ],
    [
      "approve:\n- repos: [org]\n- repos: [b, org]",
      'plugins.yaml:4:14: error: "org" is named twice in approve; keep it in one entry',
    ],
    [
      "approve: [{implicit_self_approve: true}]",
      'plugins.yaml:2:12: warning: the key "implicit_self_approve" was removed from Prow and does nothing; write `require_self_approval` with the opposite value',
    ],
    [
      "owners: {labels_blacklist: []}",
      'plugins.yaml:2:10: warning: the key "labels_blacklist" was removed from Prow and does nothing; write `labels_denylist`',
    ],
    ["aprove: []", 'plugins.yaml:2:1: warning: unknown key "aprove"; did you mean "approve"?'],
    ["cat: {key_path: x}", 'plugins.yaml:2:1: note: not used: no plugin of Bowsprit reads Prow\'s section "cat"'],
    [
      "bowsprit: {suggest_command: no}",
      'plugins.yaml:2:12: warning: unknown key "suggest_command"; did you mean "suggest_commands"?',
    ],
  ])("%j: %s", (text, problem) => {
    expect(problems(enabled + text)).toEqual([problem]);
  });

  it("report every problem at once, in the order of the lines", () => {
    const lines = problems("size: {s: x}\nlgtm: {}\nplugins: {org: lgtm}\n").map((line) => line.split(":")[1]);
    expect(lines).toEqual(["1", "2", "3"]);
  });

  it("that several plugins read have the keys of all of them", () => {
    const section = (key: string) =>
      scopedList("triggers", { [key]: z.boolean().default(false) }) as ConfigSection<unknown>;
    const readers = [
      { name: "retitle", config: section("only_org_members") },
      { name: "trigger", config: section("ignore_ok_to_test") },
    ];
    const text =
      "plugins: {o: {plugins: [trigger]}}\ntriggers: [{only_org_members: true, ignore_ok_to_test: true, typo: 1}]";
    const built = buildConfiguration({ plugins: { file: "p", text } }, readers, 1);
    expect(built.configuration.section("triggers")).toEqual([
      { repos: [], only_org_members: true, ignore_ok_to_test: true },
    ]);
    expect(built.problems.map(formatProblem)).toEqual(['p:2:62: warning: unknown key "typo"']);
  });

  it("survive keys with a meaning in JavaScript", () => {
    const text = `${enabled}dco:\n  __proto__: {trusted_org: x}\n  constructor: {trusted_org: y}\nowners:\n  filenames: {__proto__: {owners: Z}}\n__proto__: 1\n`;
    const { configuration } = build(text);
    expect((configuration.section("dco") as Record<string, unknown>).constructor).toEqual({ trusted_org: "y" });
    expect(configuration.ownersFor({ owner: "__proto__", name: "constructor" }).fileName).toBe("OWNERS");
    expect(({} as { trusted_org?: string }).trusted_org).toBeUndefined();
  });
});

describe("owners and bowsprit", () => {
  it("have defaults", () => {
    const { configuration } = build(enabled);
    expect(configuration.ownersFor(repo("web"))).toEqual({
      fileName: "OWNERS",
      aliasesPath: "OWNERS_ALIASES",
      markdownFrontMatter: false,
      skipCollaborators: false,
      ignoredDirectories: ["\\.git$", "_output$", "vendor/.*/.*"],
    });
    expect(configuration.linkUrl).toBe("https://github.com");
    expect(configuration.suggestCommands).toBe(true);
    expect(configuration.foreignCommands.size).toBe(0);
  });

  it("are scoped by repository and organisation; half an entry of file names is not completed", () => {
    const plugins = `${enabled}owners:\n  mdyamlrepos: [org/web]\n  skip_collaborators: [org]\n  filenames:\n    org: {owners: PEOPLE, owners_aliases: GROUPS}\n    org/web: {owners: WHO}\n`;
    const config =
      "owners_dir_denylist:\n  default: [third_party]\n  ignore_preconfigured_defaults: true\n  repos: {org: [a], org/web: [b]}\n";
    const { configuration } = build(plugins, config);
    expect(configuration.ownersFor(repo("web"))).toEqual({
      fileName: "WHO",
      aliasesPath: "",
      markdownFrontMatter: true,
      skipCollaborators: true,
      ignoredDirectories: ["third_party", "b", "a"],
    });
    expect(configuration.ownersFor(repo("x"))).toMatchObject({ fileName: "PEOPLE", aliasesPath: "GROUPS" });
    expect(configuration.ownersFor(repo("x")).ignoredDirectories).toEqual(["third_party", "a"]);
  });

  it("tells an empty denylist of labels from none", () => {
    const denied = (text: string) => build(enabled + text).configuration.section("owners");
    expect(denied("owners: {}")).toMatchObject({ labels_denylist: ["approved", "lgtm"] });
    expect(denied("owners: {labels_denylist: }")).toMatchObject({ labels_denylist: ["approved", "lgtm"] });
    expect(denied("owners: {labels_denylist: []}")).toMatchObject({ labels_denylist: [] });
  });

  it("takes foreign commands with or without the slash, in any case", () => {
    const { configuration } = build(`${enabled}bowsprit: {ignored_commands: [/Test, no], suggest_commands: off}`);
    expect([...configuration.foreignCommands]).toEqual(["test", "no"]);
    expect(configuration.suggestCommands).toBe(false);
  });
});

describe("config.yaml", () => {
  it("gives the address of links without a trailing slash", () => {
    expect(build(enabled, "github: {link_url: 'https://ghe.example.org/'}").configuration.linkUrl).toBe(
      "https://ghe.example.org",
    );
  });

  it.each([
    [
      "github: {link_url: 'javascript:x'}",
      "config.yaml:1:10: error: github.link_url: write an address such as https://github.example.org",
    ],
    [
      "owners_dir_denylist: {default: ['(']}",
      'config.yaml:1:33: warning: the pattern "(" is not RE2: missing closing ): `(`; it hides no directory',
    ],
    [
      "owners_dir_blacklist: {}",
      'config.yaml:1:1: warning: the key "owners_dir_blacklist" was removed from Prow and does nothing; write `owners_dir_denylist`',
    ],
    [
      "tide: {queries: [{labels: [lgtm]}]}",
      'config.yaml:1:1: note: not used: nothing of Bowsprit reads Prow\'s key "tide"',
    ],
    ["tied: {}", 'config.yaml:1:1: warning: unknown key "tied"; did you mean "tide"?'],
    ["- a", "config.yaml:1:1: error: must be a map of Prow's configuration keys"],
    [
      "a: [",
      "config.yaml:1:5: error: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]; line it up with what stands above, and close every bracket",
    ],
  ])("%j: %s", (config, problem) => {
    expect(problems(enabled, config)).toEqual([problem]);
  });

  it("drops a denied directory that is no pattern", () => {
    const { configuration } = build(enabled, "owners_dir_denylist: {default: ['(', 'docs'], repos: {org: ['[']}}");
    expect(configuration.ownersFor(repo("web")).ignoredDirectories.slice(3)).toEqual(["docs"]);
  });
});

describe("supplemental files", () => {
  const main = { file: "plugins.yaml", text: "plugins:\n  org: {plugins: [lgtm]}\nlgtm:\n- repos: [org]\n" };
  const withMore = (text: string) => {
    const supplemental = [{ file: "more.yaml", text }];
    try {
      const { configuration, problems: found } = buildConfiguration({ plugins: main, supplemental }, known, 1);
      return { configuration, found: found.map(formatProblem) };
    } catch (error) {
      if (error instanceof ConfigError) return { found: error.problems.map(formatProblem) };
      throw error;
    }
  };

  it("add to lists, enabled plugins and restricted labels", () => {
    const { configuration, found } = withMore(
      "plugins:\n  b: {plugins: [size]}\nlgtm:\n- repos: [b]\nlabel:\n  restricted_labels:\n    '*': [{label: x}]\n",
    );
    expect(found).toEqual([]);
    expect(configuration?.pluginsFor({ owner: "b", name: "c" })).toEqual(["size"]);
    expect(configuration?.section("lgtm")).toMatchObject([{ repos: ["org"] }, { repos: ["b"] }]);
    expect(configuration?.section("label")).toEqual({
      restricted_labels: { "*": [{ label: "x", allowed_users: [] }] },
    });
  });

  it.each([
    [
      "plugins:\n  org: {plugins: []}",
      'more.yaml:2:3: error: "org" stands at plugins.yaml:2 already; keep one of them',
    ],
    [
      "label: {additional_labels: [x]}",
      'more.yaml:1:9: error: only restricted_labels of label may stand in a supplemental file; move "additional_labels"',
    ],
    ["lgtm: {}", "more.yaml:1:7: error: must be a list"],
    [
      "size: {s: 1}",
      'more.yaml:1:1: error: "size" may not stand in a supplemental file, only plugins, external_plugins, approve, lgtm, triggers, welcome, bugzilla, label.restricted_labels; move it to the main file',
    ],
  ])("%j: %s", (text, problem) => {
    expect(withMore(text).found).toEqual([problem]);
  });

  it("may not restrict a label again", () => {
    const file = (name: string) => ({ file: name, text: "label: {restricted_labels: {org: [{label: X}]}}" });
    const texts = { plugins: main, supplemental: [file("one.yaml"), file("two.yaml")] };
    expect(() => buildConfiguration(texts, known, 1)).toThrow('two.yaml:1:35: error: "x" stands at one.yaml:1 already');
  });
});
