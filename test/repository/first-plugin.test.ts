import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";
import { codeBlocks, root } from "./code-blocks.ts";

const run = promisify(execFile);
const house = mkdtempSync(join(tmpdir(), "bowsprit-first-plugin-"));
const COPIED = [
  "src",
  "scripts",
  "docs",
  "test/support",
  "package.json",
  "tsconfig.json",
  "vitest.config.ts",
  ".env.example",
];

/** Does what docs/writing-a-plugin.md tells its reader to do, in a copy of the house. */
beforeAll(() => {
  for (const path of COPIED) cpSync(join(root, path), join(house, path), { recursive: true });
  symlinkSync(join(root, "node_modules"), join(house, "node_modules"));
  for (const { file, text } of blocks()) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), text);
  }
  for (const name of ["thanks", "applause"]) addToList(join(house, "src/plugins/index.ts"), name);
});

/** Whoever follows the document in the house itself has the plugin already. */
function addToList(index: string, name: string): void {
  const text = readFileSync(index, "utf8");
  const line = `import { ${name} } from "./${name}/plugin.ts";`;
  if (text.includes(line)) return;
  writeFileSync(index, `${line}\n${text.replace("readonly Plugin[] = [", `readonly Plugin[] = [\n  ${name},`)}`);
}

afterAll(() => rmSync(house, { recursive: true, force: true }));

function blocks() {
  return codeBlocks("docs/writing-a-plugin.md").filter(({ file }) => file.endsWith(".ts"));
}

/** Runs a tool in the copy, as if nothing else ran; rejects with what it printed. */
async function tool(script: string, ...args: readonly string[]): Promise<string> {
  const environment = Object.entries(process.env).filter(
    ([name]) => !/^(?:VITEST|VITE_|NODE_OPTIONS|TEST$)/.test(name),
  );
  const options = { cwd: house, env: { ...Object.fromEntries(environment), NO_COLOR: "1" } };
  const { stdout } = await run(process.execPath, [join(root, "node_modules", script), ...args], options).catch(
    (error) => {
      throw new Error(`${script}\n${error.stdout}\n${error.stderr}`);
    },
  );
  return stdout;
}

it("is a plugin and a test, the plugin of about twenty lines, and one that remembers with its own", () => {
  expect(blocks().map(({ file }) => file)).toEqual([
    "src/plugins/thanks/plugin.ts",
    "test/conversations/thanks.test.ts",
    "src/plugins/applause/plugin.ts",
    "test/conversations/applause.test.ts",
  ]);
  expect(blocks()[0]?.text.trim().split("\n").length).toBeLessThanOrEqual(25);
});

it("compiles", async () => {
  writeFileSync(
    join(house, "tsconfig.first.json"),
    JSON.stringify({ extends: "./tsconfig.json", include: blocks().map(({ file }) => file) }),
  );
  await expect(tool("typescript/bin/tsc", "--noEmit", "-p", "tsconfig.first.json")).resolves.toBe("");
}, 60_000);

it("passes its tests", async () => {
  const tests = ["test/conversations/thanks.test.ts", "test/conversations/applause.test.ts"];
  expect(await tool("vitest/vitest.mjs", "run", "--no-cache", ...tests)).toMatch(/Tests +2 passed/);
}, 60_000);

it("appears in the documents", async () => {
  await tool("tsx/dist/cli.mjs", "scripts/generate-docs.ts");
  expect(readFileSync(join(house, "docs/commands.md"), "utf8")).toContain("| `/thanks` | Thanks the author. |");
}, 60_000);
