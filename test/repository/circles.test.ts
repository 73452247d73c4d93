import { describe, expect, it } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.ts";

/** A way along imports that ends where it began, or undefined. Types count: what one file needs to say, the other need not. */
function circleIn(files: readonly Pick<SourceFile, "path" | "imports">[]): readonly string[] | undefined {
  const importsOf = new Map(files.map(({ path, imports }) => [path, imports]));
  const clear = new Set<string>();
  const visit = (path: string, way: readonly string[]): readonly string[] | undefined => {
    if (way.includes(path)) return [...way.slice(way.indexOf(path)), path];
    if (clear.has(path)) return undefined;
    for (const next of importsOf.get(path) ?? []) {
      const circle = visit(next, [...way, path]);
      if (circle !== undefined) return circle;
    }
    clear.add(path);
    return undefined;
  };
  for (const path of importsOf.keys()) {
    const circle = visit(path, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
}

describe("files", () => {
  it.each(["src", "test", "bench", "prove"])("of %s never import each other in a circle", (folder) => {
    const files = sourceFiles(folder);
    expect(files.length).toBeGreaterThan(10);
    expect(circleIn(files)?.join(" -> ")).toBeUndefined();
  });

  it("would be found in one", () => {
    const files = [
      { path: "a", imports: ["b"] },
      { path: "b", imports: ["node:fs", "c"] },
      { path: "c", imports: ["b"] },
    ];
    expect(circleIn(files)).toEqual(["b", "c", "b"]);
  });
});
