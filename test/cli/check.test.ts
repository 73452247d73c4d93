import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { check } from "../../src/cli/check/check-files.ts";
import { exitCodeOf, formatResult } from "../../src/cli/check/check-result.ts";
import { checkCommand } from "../../src/cli/check.ts";
import { readOwnersTree } from "../../src/cli/owners/read-owners-tree.ts";
import { readConfiguration } from "../../src/config/load-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";
import { known } from "../config/known-plugins.ts";

let tree: string;

beforeEach(() => {
  tree = mkdtempSync(join(tmpdir(), "bowsprit-check-"));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  rmSync(tree, { recursive: true, force: true });
});

function write(path: string, text: string): string {
  const file = join(tree, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

async function run(...args: string[]): Promise<{ lines: string[]; code: unknown }> {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await checkCommand(() => known).parseAsync(args, { from: "user" });
  const text = written.mock.calls.map(([chunk]) => String(chunk)).join("");
  written.mockRestore();
  return { lines: text.replaceAll(`${tree}/`, "").trimEnd().split("\n"), code: process.exitCode };
}

describe("bowsprit check", () => {
  it("prints each problem with its place and a summary, and fails on an error", async () => {
    const file = write("plugins.yaml", "plugins: {org: {plugins: [lgtm, aprove, cat]}}\nsize: {s: x}\n");
    expect(await run("--plugins", file)).toEqual({
      lines: [
        'plugins.yaml:1:33: warning: there is no plugin "aprove"; did you mean "approve"?',
        'plugins.yaml:1:41: note: not used: Prow\'s plugin "cat" is not part of Bowsprit',
        "plugins.yaml:2:8: error: size.s must be a number without quotes",
        "1 file checked: 1 error, 1 warning, 1 note",
      ],
      code: 1,
    });
  });

  it.each([
    ["plugins: {org: {plugins: [lgtm]}}", 0, 0],
    ["plugins: {org: {plugins: [lgtm, cat]}}", 0, 0],
    ["plugins: {org: {plugins: [lgtm, aprove]}}", 0, 1],
    ["plugins: {org: {plugins: [lgtm]}}\nlgmt: []", 0, 1],
    ["plugins: [", 1, 1],
  ])("%j ends with %i, with --strict %i", async (text, code, strictCode) => {
    const file = write("plugins.yaml", text);
    expect((await run("--plugins", file)).code).toBe(code);
    expect((await run("--plugins", file, "--strict")).code).toBe(strictCode);
  });

  it("checks config.yaml as well, and names a file that is missing", async () => {
    const file = write("plugins.yaml", "plugins: {org: {plugins: [lgtm]}}");
    const config = write("config.yaml", "github: {link_url: here}");
    expect((await run("--plugins", file, "--config", config)).lines).toEqual([
      "config.yaml:1:10: error: github.link_url: write an address such as https://github.example.org",
      "2 files checked: 1 error, 0 warnings, 0 notes",
    ]);
    expect((await run("--plugins", join(tree, "none"))).lines[0]).toBe(
      "none: error: cannot be read: no such file; check the path",
    );
  });

  it("reads ./config.yaml where there is one, as the server does, and misses it only where it is named", async () => {
    write("plugins.yaml", "plugins: {org: {plugins: [lgtm]}}");
    const before = process.cwd();
    process.chdir(tree);
    try {
      expect((await run()).lines).toEqual(["1 file checked: 0 errors, 0 warnings, 0 notes"]);
      expect((await run("--config", "config.yaml")).lines[0]).toBe(
        "config.yaml: error: cannot be read: no such file; check the path",
      );
      write("config.yaml", "github: {link_url: here}");
      expect((await run()).lines[0]).toMatch(/^config\.yaml:1:10: error: github\.link_url/);
      expect((await run("--plugins", "plugins.yaml")).lines[0]).toMatch(/^config\.yaml:1:10: error/);
      expect((await run("--dir", ".")).lines.join()).not.toContain("config.yaml");
    } finally {
      process.chdir(before);
    }
  });

  it("checks the files that the environment names, as the server reads them", async () => {
    const names = ["PLUGINS_FILE", "CONFIG_FILE", "SUPPLEMENTAL_PLUGINS_DIR"];
    vi.stubEnv("PLUGINS_FILE", write("p.yaml", "plugins: {org: {plugins: [lgmt]}}"));
    vi.stubEnv("CONFIG_FILE", write("c.yaml", "github: {link_url: here}"));
    write("parts/a_pluginconfig.yaml", "plugins: {other: {plugins: [aprove]}}");
    vi.stubEnv("SUPPLEMENTAL_PLUGINS_DIR", join(tree, "parts"));
    const all = (await run()).lines.join("\n");
    for (const file of ["p.yaml", "c.yaml", "a_pluginconfig.yaml"]) expect(all).toContain(file);
    const chosen = write("chosen.yaml", "plugins: {org: {plugins: [lgtm]}}");
    expect((await run("--plugins", chosen)).lines.join("\n")).not.toContain("p.yaml:");
    for (const name of names) vi.stubEnv(name, undefined);
    expect((await run("--plugins", chosen)).lines).toEqual(["1 file checked: 0 errors, 0 warnings, 0 notes"]);
  });

  it("judges of an OWNERS file what the bot reads: the first document, whatever follows", async () => {
    const first = "approvers: [alice]\n";
    const ignored = "what stands from here on is not read, because the first YAML document ends above; move it there";
    write("OWNERS", `${first}---\n${"# filling\n".repeat(10_000)}approvers: [bob]\n`);
    write("broken/OWNERS", `${first}...\napprovers: [[[\n`);
    write("many/OWNERS", `---\n${first}---\n${"- x\n".repeat(20_000)}`);
    write("quiet/OWNERS", `${first}---\n# nothing\n\n...\n`);
    write("huge/OWNERS", `${first}---\n${"#".repeat(1_048_576)}`);
    write("bell/OWNERS", "approvers: [alice\u0007]\n");
    const { lines } = await run("--dir", tree);
    expect(lines).toEqual([
      `OWNERS:10003:1: warning: ${ignored}`,
      "bell/OWNERS: error: not YAML: control characters are not allowed; the file counts as empty",
      `broken/OWNERS:3:1: warning: ${ignored}`,
      "huge/OWNERS:1:1: error: the file is larger than 65536 bytes; split or shorten it; the file counts as empty",
      `many/OWNERS:4:1: warning: ${ignored}`,
      "6 files checked: 2 errors, 3 warnings, 0 notes",
    ]);
    const approvers = (path: string) => [...readOwnersTree({ dir: tree }).approvers(path)];
    expect(["x", "broken/x", "many/x", "quiet/x"].flatMap(approvers)).toEqual(["alice", "alice", "alice", "alice"]);
  });

  it("checks the supplemental parts of plugins.yaml with it", async () => {
    const file = write("plugins.yaml", "plugins: {org: {plugins: [lgtm]}}");
    write("parts/deep/a_pluginconfig.yaml", "plugins: {other: {plugins: [lgmt]}}");
    write("parts/b_pluginconfig.yaml", "size: {s: 1}");
    write("parts/notes.yaml", "not: [read");
    const { lines, code } = await run("--plugins", file, "--supplemental-plugins", join(tree, "parts"));
    expect(lines).toEqual([
      expect.stringMatching(/^parts\/b_pluginconfig\.yaml:1:1: error: "size" may not stand in a supplemental file/),
      'parts/deep/a_pluginconfig.yaml:1:29: warning: there is no plugin "lgmt"; did you mean "lgtm"?',
      "3 files checked: 1 error, 1 warning, 0 notes",
    ]);
    expect(code).toBe(1);
    expect((await run("--plugins", file, "--supplemental-plugins", join(tree, "none"))).lines[0]).toBe(
      "none: error: cannot be read: no such file; check the path",
    );
  });

  it("finds what Prow ignores in a tree of OWNERS files", async () => {
    write("OWNERS", "approvers: [leads]\n");
    write("OWNERS_ALIASES", "aliases: {leads: [alice]}\n");
    write("docs/OWNERS", "approvers: alice\n");
    write("docs/OWNERS_ALIASES", "aliases: {}\n");
    write("src/OWNERS", `approvers: ${"[".repeat(10_000)}`);
    write("src/big/OWNERS", `# ${"x".repeat(65_535)}`);
    write("vendor/a/b/OWNERS", "approvers: alice\n");
    write(".git/OWNERS", "approvers: alice\n");
    symlinkSync("../docs/OWNERS", join(tree, "src", "linked"));
    mkdirSync(join(tree, "link"));
    symlinkSync("../docs/OWNERS", join(tree, "link", "OWNERS"));
    const { lines, code } = await run("--dir", tree);
    expect(lines).toEqual([
      "docs/OWNERS:1:12: error: approvers must be a list, so the whole file is ignored; write each on a line after a dash",
      "docs/OWNERS_ALIASES: warning: aliases are read from the root of the repository only; move them there",
      "link/OWNERS: warning: a link is ignored; put the file itself here",
      "src/OWNERS:1:111: error: nested deeper than 100 levels; flatten it; the file counts as empty",
      "src/big/OWNERS:1:1: error: the file is larger than 65536 bytes; split or shorten it; the file counts as empty",
      "7 files checked: 3 errors, 2 warnings, 0 notes",
    ]);
    expect(code).toBe(1);
  });

  it("takes no aliases through a link, as the bot takes none", async () => {
    write("OWNERS", "approvers: [alice]\n");
    write("groups", "aliases: {leads: []}\n");
    symlinkSync("groups", join(tree, "OWNERS_ALIASES"));
    expect((await run("--dir", tree)).lines).toEqual([
      "OWNERS_ALIASES: warning: a link is ignored; put the file itself here",
      "1 file checked: 0 errors, 1 warning, 0 notes",
    ]);
  });

  it("waits for nothing that comes out of a pipe", async () => {
    write("OWNERS", "approvers: [alice]\n");
    mkdirSync(join(tree, "docs"));
    execFileSync("mkfifo", [join(tree, "docs", "OWNERS"), join(tree, "OWNERS_ALIASES")]);
    expect(await run("--dir", tree)).toEqual({ lines: ["1 file checked: 0 errors, 0 warnings, 0 notes"], code: 0 });
  });

  it("wants OWNERS at the root, and a tree", async () => {
    expect((await run("--dir", tree)).lines[0]).toContain("the root has no OWNERS");
    for (const path of [join(tree, "none"), write("file", "")]) {
      expect(await run("--dir", path)).toMatchObject({
        lines: [expect.stringMatching(/^(?:none|file): error: no such directory; check --dir$/), expect.anything()],
        code: 1,
      });
    }
  });

  it("uses the repository's own file names and denied directories and labels", () => {
    const pluginsFile = write(
      "plugins.yaml",
      "plugins: {o: {plugins: [lgtm]}}\nowners: {labels_denylist: [x], filenames: {o/r: {owners: PEOPLE, owners_aliases: GROUPS}}}",
    );
    const configFile = write("config.yaml", "owners_dir_denylist: {repos: {o: [hidden]}}");
    write("work/PEOPLE", "approvers: [leads-team]\nlabels: [x, lgtm]");
    write("work/GROUPS", "aliases: {leads-team: [alice]}");
    write("work/hidden/PEOPLE", "- broken");
    write("work/OWNERS", "- broken");
    const result = check(
      { files: { pluginsFile, configFile }, tree: join(tree, "work"), repo: { owner: "o", name: "r" } },
      known,
    );
    expect(result).toMatchObject({ files: 4, problems: [{ line: 2, column: 10, severity: "warning" }] });
  });

  it.each(["foo", "foo/", "/bar", "a/b/c", "a/..", "a/b\n", " a/b", "a b/c"])(
    "refuses %j for a repository",
    async (repo) => {
      await expect(run("--dir", tree, "--repo", repo)).rejects.toThrow(`${repo} names no repository: write --repo`);
    },
  );

  it("colours the severity for a terminal only", () => {
    const problem = { file: "f", line: 1, column: 2, severity: "error", message: "wrong" } as const;
    expect(formatResult({ problems: [problem], files: 1 }, true)).toContain("f:1:2: \u001b[31merror\u001b[0m: wrong");
    expect(formatResult({ problems: [problem], files: 1 }, false)).not.toContain("\u001b");
  });

  it("counts notes for nothing", () => {
    const note = { file: "f", severity: "warning", note: true, message: "said" } as const;
    expect(exitCodeOf([note], true)).toBe(0);
  });
});

describe("the sample plugins.yaml", () => {
  it("loads without a word and enables the first plugins, no two that answer the same command", () => {
    const { configuration, problems } = readConfiguration({ pluginsFile: "plugins.yaml" }, plugins, 1);
    expect(problems).toEqual([]);
    const enabled = configuration.pluginsFor({ owner: "your-org", name: "any" });
    expect(enabled).toEqual("approve assign help hold invite label lgtm lifecycle owners-label size wip".split(" "));
    const commands = plugins
      .filter((plugin) => enabled.includes(plugin.name))
      .flatMap((plugin) => plugin.commands.flatMap((command) => [...new Set(command.names)]));
    // `approve` listens to /lgtm on purpose, for `lgtm_acts_as_approve`.
    expect(commands.filter((name, index) => commands.indexOf(name) !== index)).toEqual(["lgtm"]);
  });
});
