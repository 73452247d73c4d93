import { expect, it } from "vitest";
import { documentText } from "./code-blocks.ts";
import { sourceFiles } from "./source-files.ts";

const LOGGED = /\blog\.(?:fatal|error|warn|info|debug)\(\s*\{([^{}]*)\}/g;

/** The names of the fields that a file logs beside a message, as far as it spells them out there. */
function loggedFields(text: string): readonly string[] {
  const objects = [...text.matchAll(LOGGED)].map(([, inside = ""]) => inside);
  return objects.flatMap((inside) => inside.split(",").map((part) => part.split(":")[0]?.trim() ?? ""));
}

/** Other names for what the documents call `delivery`, `repo`, `number`, `plugin` and `err`: whoever filters by those would miss the line. */
const OTHER_NAMES: ReadonlySet<string> = new Set(["guid", "repository", "issue", "pull", "error", "step"]);

it("names what it logs as docs/operations.md does", () => {
  const fields = sourceFiles("src").flatMap(({ path, text }) => loggedFields(text).map((name) => `${path} ${name}`));
  expect(fields.length).toBeGreaterThan(30);
  expect(fields.filter((field) => OTHER_NAMES.has(field.split(" ")[1] ?? ""))).toEqual([]);
  for (const name of ["delivery", "event", "repo", "number", "plugin", "err"]) {
    expect(documentText("docs/operations.md")).toContain(`| \`${name}\` |`);
  }
});
