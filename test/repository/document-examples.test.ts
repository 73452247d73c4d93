import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { check } from "../../src/cli/check/check-files.ts";
import { formatResult } from "../../src/cli/check/check-result.ts";
import { describeOwners } from "../../src/cli/owners/describe-owners.ts";
import { ownersReport } from "../../src/cli/owners/owners-report.ts";
import { readOwnersTree } from "../../src/cli/owners/read-owners-tree.ts";
import type { ConfigError } from "../../src/config/config-error.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";
import { type CodeBlock, codeBlocks, documents, documentText } from "./code-blocks.ts";

const blocks = documents().flatMap(codeBlocks);
const named = (file: string) => blocks.filter((block) => block.file === file);
const directory = mkdtempSync(join(tmpdir(), "bowsprit-documents-"));

afterAll(() => rmSync(directory, { recursive: true }));

function write({ file, text }: CodeBlock, below: string): void {
  const path = join(below, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

describe("example configurations", () => {
  const empty = { file: "plugins.yaml", text: "plugins: {your-org: {plugins: [lgtm]}}" };

  it.each(named("plugins.yaml").map((block) => [block.document, block.text] as const))(
    "%s: plugins.yaml",
    (_, text) => {
      expect(buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1).problems).toEqual([]);
    },
  );

  it.each(named("config.yaml").map((block) => [block.document, block.text] as const))("%s: config.yaml", (_, text) => {
    const { problems, configuration } = buildConfiguration({ plugins: empty, config: { file: "c", text } }, plugins, 1);
    expect(problems).toEqual([]);
    expect(configuration.linkUrl).toBe("https://github.example.com");
    const app = configuration.ownersFor({ owner: "your-org", name: "app" });
    expect(app.ignoredDirectories).toEqual(expect.arrayContaining(["^third_party/", "^generated$"]));
  });

  it("are there: four of the one, one of the other", () => {
    expect([named("plugins.yaml").length, named("config.yaml").length]).toEqual([4, 1]);
  });

  it("has a part that joins plugins.yaml", () => {
    const [part, ...more] = named("supplemental team-a_pluginconfig.yaml").map(({ file, text }) => ({ file, text }));
    expect(more).toEqual([]);
    const supplemental = part === undefined ? [] : [part];
    const { problems, configuration } = buildConfiguration({ plugins: empty, supplemental }, plugins, 1);
    expect(problems).toEqual([]);
    expect(configuration.pluginsFor({ owner: "team-a", name: "web" })).toEqual(["hold", "lgtm"]);
  });

  it("the file in the repository has no problem either", () => {
    const text = documentText("plugins.yaml");
    expect(buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1).problems).toEqual([]);
  });

  it("means what the comments in it say", () => {
    const text = named("plugins.yaml")[0]?.text ?? "";
    const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);
    const website = { owner: "your-org", name: "website" };
    expect(configuration.pluginsFor({ owner: "your-org", name: "archive" })).toEqual([]);
    expect(configuration.pluginsFor(website)).toContain("invite");
    const lgtm = plugins.find(({ name }) => name === "lgtm")?.config;
    expect(lgtm?.resolve(configuration.section("lgtm"), website)).toMatchObject({ store_tree_hash: false });
  });
});

it("prints for the wrong file what configuration.md says", () => {
  const wrong = named("wrong plugins.yaml")[0]?.text ?? "";
  const shown = codeBlocks("docs/configuration.md").find(({ language }) => language === "text")?.text ?? "";
  let problems: ConfigError["problems"] = [];
  try {
    buildConfiguration({ plugins: { file: "plugins.yaml", text: wrong } }, plugins, 1);
  } catch (error) {
    problems = (error as ConfigError).problems;
  }
  expect(`${formatResult({ problems, files: 1 }, false)}\n`).toBe(shown);
});

describe("owners.md", () => {
  const files = codeBlocks("docs/owners.md").filter(({ language }) => language === "yaml");
  const tree = join(directory, "tree");

  it("has files that bowsprit check has nothing against", () => {
    for (const file of files) write(file, tree);
    expect(files.map(({ file }) => file)).toHaveLength(5);
    expect(check({ tree }, plugins)).toEqual({ problems: [], files: 5 });
  });

  it("prints what bowsprit owners answers", () => {
    for (const file of files) write(file, tree);
    const command =
      codeBlocks("docs/owners.md")
        .find(({ language }) => language === "sh")
        ?.text.trim() ?? "";
    const [, approver = "", paths = ""] = /--approved-by (\w+) -- (.+)$/.exec(command) ?? [];
    const owners = readOwnersTree({ dir: tree });
    const approvedBy = [approver];
    const answer = ownersReport(describeOwners({ owners, paths: paths.split(" "), approvedBy }), {
      owners,
      approvedBy,
    });
    expect(`${answer}\n`).toBe(codeBlocks("docs/owners.md").find(({ language }) => language === "text")?.text);
  });
});
