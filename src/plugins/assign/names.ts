import { type ArgumentGrammar, trimBlanksRight } from "../../plugin-kit/grammar.ts";

const LOGIN = /^@?[-\w]+$/;
const LOGIN_OR_TEAM = /^@?[-/\w]+$/;

/** Logins after exactly one space each; anything else voids the line. Prow: pkg/plugins/assign, assignRe. */
export const logins: ArgumentGrammar<readonly string[]> = {
  usage: "[[@]<login>...]",
  parse: (line) => parseNames(line, LOGIN, (words) => words),
};

/** Logins and `org/team`s after one or more spaces each; anything else voids the line. Prow: pkg/plugins/assign, CCRegexp. */
export const loginsAndTeams: ArgumentGrammar<readonly string[]> = {
  usage: "[[@]<login>|[@]<org>/<team>...]",
  parse: (line) => parseNames(line, LOGIN_OR_TEAM, (words) => words.filter((word) => word !== "")),
};

function parseNames(
  line: string,
  name: RegExp,
  select: (words: readonly string[]) => readonly string[],
): readonly string[] | undefined {
  const given = trimBlanksRight(line);
  if (given === "") return [];
  const [before, ...rest] = given.split(" ");
  const words = select(rest);
  if (before !== "" || !words.every((word) => name.test(word))) return undefined;
  return words.map((word) => (word.startsWith("@") ? word.slice(1) : word));
}
