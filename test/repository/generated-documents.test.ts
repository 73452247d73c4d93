import { describe, expect, it } from "vitest";
import { z } from "zod";
import { fill, table } from "../../scripts/documents/markdown.ts";
import { schemaRows } from "../../scripts/documents/schema-rows.ts";
import { generatedFiles } from "../../scripts/generated-files.ts";
import { texts } from "../../src/config/fields.ts";
import { environmentVariables } from "../../src/environment/environment-variables.ts";
import { readEnvironment } from "../../src/environment.ts";
import { plugins } from "../../src/plugins/index.ts";
import { sizeThresholds } from "../../src/plugins/size/size-config.ts";
import { documentText } from "./code-blocks.ts";

const files = generatedFiles(plugins);

describe("what npm run docs writes", () => {
  it.each(files.map((file) => [file.path, file] as const))("%s is as committed", (path, file) => {
    const committed = documentText(path);
    expect(committed, "run `npm run docs` and commit what it writes").toBe(file.write(committed));
  });

  it("changes with the plugins", () => {
    const fewer = generatedFiles(plugins.filter(({ name }) => name !== "approve"));
    const changed = fewer.filter(({ path, write }) => write(documentText(path)) !== documentText(path));
    expect(changed.map(({ path }) => path)).toEqual([
      "docs/commands.md",
      "docs/configuration.md",
      "docs/permissions.md",
    ]);
  });
});

describe("defaults that are printed", () => {
  const token = { GITHUB_TOKEN: "t", WEBHOOK_SECRET: "0123456789abcdef" };
  const printed = environmentVariables.filter((variable) => variable.default && !variable.default.includes(" "));

  it.each(printed.map(({ name, default: value }) => [name, value] as const))("%s is %s", (name, value) => {
    expect(readEnvironment({ ...token, [name]: value })).toEqual(readEnvironment(token));
  });

  it.each(plugins.flatMap(({ config }) => (config === undefined ? [] : [[config.key, config] as const])))(
    "of %s are those in force",
    (_key, { schema, resolve, key }) => {
      const defaults = resolve(undefined, { owner: "acme", name: "app" }) as Record<string, unknown>;
      const inForce: Record<string, unknown> = key === "size" ? { ...sizeThresholds(defaults) } : defaults;
      const shown = schemaRows(schema).filter(([, , standard]) => standard !== "none" && standard !== "must be given");
      for (const [name, , standard] of shown) {
        const value = inForce[name.replaceAll("`", "")];
        expect([value].flat().map(String).join(", "), name).toBe(standard.replaceAll("`", ""));
      }
    },
  );
});

describe("the tables", () => {
  it("keep bars and line ends inside their cells", () => {
    expect(table(["a"], [["b|c\nd"]])).toBe("| a |\n| --- |\n| b\\|c d |");
  });

  it("are not written where a document has no place for them", () => {
    expect(() => fill("# Title\n", "commands", "x")).toThrow("no place for commands");
  });

  it("name keys at every depth, and refuse one that explains nothing", () => {
    const inner = z.object({ deep: texts("Deep.", ["a", "b"]) });
    const schema = z.object({ outer: z.array(inner).meta({ description: "Outer." }) });
    expect(schemaRows(schema)).toEqual([
      ["`outer`", "list of maps", "must be given", "Outer."],
      ["`outer[].deep`", "list of text", "`a`, `b`", "Deep."],
    ]);
    expect(() => schemaRows(z.object({ silent: z.string() }))).toThrow("silent has no description");
  });
});
