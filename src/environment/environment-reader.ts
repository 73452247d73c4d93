/** Variables as the process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Reads variables one by one and collects what is wrong with them. */
export interface EnvironmentReader {
  /** The variable's value, trimmed and without quotes around it; undefined when unset or empty. */
  text(name: string): string | undefined;
  number(name: string, range: { readonly fallback: number; readonly least: number; readonly most: number }): number;
  oneOf<Word extends string>(name: string, words: readonly Word[], fallback: Word): Word;
  problem(sentence: string): void;
}

/** Every sentence about a wrong variable is put into `problems`. */
export function environmentReader(environment: Environment, problems: string[]): EnvironmentReader {
  const text = (name: string) => withoutQuotes(environment[name]?.trim() ?? "") || undefined;
  return {
    text,
    number(name, { fallback, least, most }) {
      const given = text(name);
      if (given === undefined) return fallback;
      const value = Number(given);
      if (Number.isInteger(value) && value >= least && value <= most) return value;
      problems.push(
        `${name} is not a whole number from ${least} to ${most}: write for example ${name}=${Math.max(least, fallback)}`,
      );
      return fallback;
    },
    oneOf(name, words, fallback) {
      const given = text(name)?.toLowerCase();
      const found = words.find((word) => word === given);
      if (given !== undefined && found === undefined) {
        problems.push(`${name} is not known: write one of ${words.join(", ")}`);
      }
      return found ?? fallback;
    },
    problem: (sentence) => problems.push(sentence),
  };
}

/** Docker's `--env-file` takes the quotes of an `.env` file for a part of the value; Node and shells do not. */
function withoutQuotes(value: string): string {
  const quote = value.charAt(0);
  const quoted = value.length > 1 && (quote === '"' || quote === "'") && value.endsWith(quote);
  return quoted ? value.slice(1, -1).trim() : value;
}

/** Undefined when it is unset; a list of nothing is a slip, and would shut everybody out. */
export function readList(
  reader: EnvironmentReader,
  name: string,
  { each, advice }: { readonly each: RegExp; readonly advice: string },
): ReadonlySet<string> | undefined {
  const given = reader.text(name);
  if (given === undefined) return undefined;
  const words = given.split(",").map((word) => word.trim().toLowerCase());
  if (!words.every((word) => each.test(word))) reader.problem(`${name} is not a list: ${advice}`);
  return new Set(words);
}
