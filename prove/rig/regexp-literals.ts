import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export interface FoundPattern {
  readonly file: string;
  readonly pattern: RegExp;
}

/** A literal after something that cannot end an expression; the class part keeps slashes inside brackets. */
const LITERAL =
  /(?:[=(,:!&|?[{};>]\s*|\breturn\s+|^\s*)\/((?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+)\/([dgimsuvy]*)/gm;

/** Every pattern written down in the build; text in comments that looks like one is harmless. */
export function regexpLiterals(dist: string): readonly FoundPattern[] {
  const files = readdirSync(dist, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
  return files.flatMap((file) => literalsOf(file, readFileSync(join(dist, file), "utf8")));
}

function literalsOf(file: string, text: string): readonly FoundPattern[] {
  return [...text.matchAll(LITERAL)].flatMap(([, source = "", flags = ""]) => {
    try {
      return [{ file, pattern: new RegExp(source, flags) }];
    } catch {
      // A division or a piece of prose, not a pattern.
      return [];
    }
  });
}
