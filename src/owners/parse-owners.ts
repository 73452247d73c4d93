import { decodeFilteredOwners, decodeSimpleOwners, type SimpleOwners } from "./decode-owners.ts";
import { type GoValue, parseGoYaml } from "./go/go-yaml.ts";
import { GoYamlError } from "./go/go-yaml-error.ts";
import { emptyOwnersFile, listNames, type OwnersFile } from "./owners-file.ts";

/** What an OWNERS file says; a file that cannot be read says nothing, and then `problem` says why. */
export interface ParsedOwners extends OwnersFile {
  readonly problem?: string;
}

/**
 * Parses an OWNERS file: the simple shape when it decodes and names somebody, else the filter shape. Never throws on any
 * text. Prow: pkg/repoowners, walkFunc.
 */
export function parseOwners(text: string): ParsedOwners {
  return parseOrNothing(text, (root) => {
    const simple = decodeOrRefuse(() => decodeSimpleOwners(root));
    if (simple !== undefined && namesAnything(simple)) return simpleFile(simple);
    const { options, filters } = decodeFilteredOwners(root);
    return {
      options,
      rules: [...filters].map(([pattern, lists]) => ({ pattern: onlyRealPattern(pattern), ...lists })),
    };
  });
}

/** Parses the front matter of a Markdown file, which has the simple shape only. Never throws. */
export function parseFrontMatter(header: string): ParsedOwners {
  return parseOrNothing(header, (root) => simpleFile(decodeSimpleOwners(root)));
}

/** Takes what the parse gives, or nothing when the text is refused. */
export function parseOrNothing(text: string, read: (root: GoValue) => OwnersFile): ParsedOwners {
  try {
    return read(parseGoYaml(text));
  } catch (error) {
    if (!(error instanceof GoYamlError)) throw error;
    return { ...emptyOwnersFile, problem: error.message };
  }
}

function decodeOrRefuse<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch (error) {
    // A file that is not of this shape is tried as the other one.
    if (error instanceof GoYamlError) return undefined;
    throw error;
  }
}

function namesAnything(simple: SimpleOwners): boolean {
  return listNames.some((name) => simple[name].length > 0);
}

function simpleFile({ options, ...lists }: SimpleOwners): OwnersFile {
  return { options, rules: [{ pattern: undefined, ...lists }] };
}

/** Prow gives the pattern `.*`, spelled so, no expression: it matches every path, line feeds included. */
function onlyRealPattern(pattern: string): string | undefined {
  return pattern === ".*" ? undefined : pattern;
}
