import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, it } from "vitest";
import { codeBlocks, documents, documentText, root } from "./code-blocks.ts";

interface Link {
  readonly document: string;
  readonly target: string;
}

function linksOf(document: string, text = documentText(document)): readonly Link[] {
  const prose = text.replaceAll(/^```.*?^```$/gms, "").replaceAll(/`[^`\n]*`/g, "");
  const found = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  return found.filter((target) => !/^(?:https?:|mailto:)/.test(target)).map((target) => ({ document, target }));
}

/** GitHub's anchor of a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}

function leadsSomewhere({ document, target }: Link): boolean {
  const [path = "", anchor] = target.split("#", 2);
  const file = path === "" ? document : posix.join(posix.dirname(document), path);
  if (!existsSync(join(root, file))) return false;
  if (anchor === undefined) return true;
  const headings = [...readFileSync(join(root, file), "utf8").matchAll(/^#{1,6} (.+)$/gm)];
  return headings.some(([, heading = ""]) => anchorOf(heading) === anchor);
}

it("has no link that leads nowhere", () => {
  const links = documents().flatMap((document) => linksOf(document));
  expect(links.length).toBeGreaterThan(25);
  expect(links.filter((link) => !leadsSomewhere(link))).toEqual([]);
});

it.each(["nowhere.md", "owners.md#no-such-heading", "#nor-this"])("would find %s", (target) => {
  const links = linksOf("docs/README.md", `[x](${target})`);
  expect(links.map(leadsSomewhere)).toEqual([false]);
});

it("names every page of docs/ on the entry page", () => {
  const named = new Set(linksOf("docs/README.md").map(({ target }) => `docs/${target}`));
  const pages = documents().filter((document) => document.startsWith("docs/") && document !== "docs/README.md");
  expect(pages.filter((page) => !named.has(page))).toEqual([]);
});

it("names only npm scripts and subcommands that there are", () => {
  const { scripts } = JSON.parse(documentText("package.json")) as { scripts: Record<string, string> };
  const shell = documents().flatMap((document) => codeBlocks(document).filter(({ language }) => language === "sh"));
  const text = [...shell.map((block) => block.text), ...documents().map(documentText)].join("\n");
  const run = [...text.matchAll(/npm run ([\w-]+)/g)].map(([, name = ""]) => name);
  expect(run.filter((name) => !(name in scripts))).toEqual([]);
  const commands = [...text.matchAll(/(?:^|`|npx )bowsprit ([a-z]+)/gm)].map(([, name = ""]) => name);
  const known = [...documentText("src/cli/bowsprit.ts").matchAll(/(\w+)Command\(/g)].map(([, name = ""]) => name);
  expect(commands.length).toBeGreaterThan(5);
  expect(commands.filter((name) => !known.includes(name))).toEqual([]);
});

it("keeps the picture of the commands small enough to load anywhere", () => {
  expect(statSync(join(root, "docs/images/commands.png")).size).toBeLessThan(150 * 1024);
});

it("starts in ten lines", () => {
  const start = codeBlocks("README.md").find(({ language }) => language === "sh")?.text ?? "";
  expect(start.trimEnd().split("\n").length).toBeLessThanOrEqual(10);
  expect(start).toContain("npm run demo");
});
