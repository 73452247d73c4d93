import type { PersonName } from "./history.ts";

/** Something that decides about labels, as GitHub's clock has it. */
export type Fact =
  | { readonly at: number; readonly what: "lgtm" | "hold"; readonly on: boolean }
  | { readonly at: number; readonly what: "move" };

/** What one comment or review says of its writer's approval now; an edit changes it in its place. */
export interface Statement {
  readonly by: PersonName;
  approves: boolean;
}

export interface Truth {
  /** In the order in which they happened. */
  readonly facts: readonly Fact[];
  readonly statements: readonly Statement[];
  readonly files: readonly string[];
}

/** The labels that should stand: everything replayed in the order of GitHub's clock, a push last in its second. */
export function labelsOf(truth: Truth): readonly string[] {
  const replayed = [...truth.facts].sort(
    (one, other) => one.at - other.at || Number(isMove(one)) - Number(isMove(other)),
  );
  const on = { lgtm: false, hold: false };
  for (const fact of replayed) {
    if (fact.what === "move") on.lgtm = false;
    else on[fact.what] = fact.on;
  }
  return [
    ...(isApproved(truth) ? ["approved"] : []),
    ...(on.hold ? ["do-not-merge/hold"] : []),
    ...(on.lgtm ? ["lgtm"] : []),
  ];
}

function isMove({ what }: Fact): boolean {
  return what === "move";
}

/** Rita may approve everything, Rob what is under docs. */
function isApproved({ statements, files }: Truth): boolean {
  const stands = new Map(statements.map(({ by, approves }) => [by, approves]));
  return files.every((file) => stands.get("rita") || (file.startsWith("docs/") && stands.get("rob")));
}
