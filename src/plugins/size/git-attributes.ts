import { compileFileName, type FileNamePattern } from "./file-name-pattern.ts";
import { wordsByLine } from "./white-space.ts";

/** One element of a pattern; undefined where it is malformed and so matches nothing. */
type Element = "" | "**" | FileNamePattern | undefined;

/** A pattern of a `.gitattributes` line that marks files as generated. */
export type AttributePattern = readonly Element[];

/** Only this spelling counts: neither the bare attribute nor `-linguist-generated` does. */
const GENERATED = "linguist-generated=true";

/** More patterns than these are refused: nobody writes them, and each costs a look at each changed file. */
const MOST_PATTERNS = 2_000;
const LONGEST_PATTERN = 1_024;

/**
 * The patterns that mark generated files; undefined when one is negated or names a directory, which Prow refuses.
 * Prow: pkg/gitattributes.
 */
export function parseGitAttributes(text: string): readonly AttributePattern[] | undefined {
  const patterns: AttributePattern[] = [];
  for (const [pattern = "", ...attributes] of wordsByLine(text)) {
    if (!attributes.includes(GENERATED)) continue;
    if (pattern.startsWith("!") || pattern.endsWith("/") || pattern.length > LONGEST_PATTERN) return undefined;
    patterns.push(pattern.split("/").map(compileElement));
    if (patterns.length > MOST_PATTERNS) return undefined;
  }
  return patterns;
}

/** Whether some pattern covers the path. */
export function isMarkedGenerated(path: string, patterns: readonly AttributePattern[]): boolean {
  const names = path.split("/");
  return patterns.some((pattern) => (pattern.length > 1 ? matchesPath(pattern, names) : matchesName(pattern, names)));
}

function compileElement(text: string, _index: number, all: readonly string[]): Element {
  const isPath = all.length > 1;
  if (isPath && (text === "" || text === "**")) return text;
  return isPath && text.includes("**") ? undefined : compileFileName(text);
}

function matchesName([element]: AttributePattern, names: readonly string[]): boolean {
  return typeof element === "object" && names.some((name) => element.matches(name));
}

/** From the root down; a pattern also covers everything below what it names. */
function matchesPath(pattern: AttributePattern, names: readonly string[]): boolean {
  let at = 0;
  let matched = false;
  let anyDepth = false;
  for (const [index, element] of pattern.entries()) {
    if (element === "**" && index === pattern.length - 1) break;
    if (element === "**" || element === "") {
      anyDepth = element === "**";
      continue;
    }
    if (element === undefined || at >= names.length) return false;
    const found = anyDepth ? names.findIndex((name, place) => place >= at && element.matches(name)) : at;
    if (found < 0 || (!anyDepth && !element.matches(names[at] ?? ""))) return false;
    at = found + 1;
    matched = true;
    anyDepth = false;
  }
  return matched;
}
