import { Composer, type CST, type Document } from "yaml";

/** A text with so many mistakes that it is not worth knowing them all: each costs the library an error with a stack. */
export class TooManyMistakes extends Error {
  override readonly name = "TooManyMistakes";
}

const most = 100;

/**
 * The documents of syntax tokens that passed the guard, every scalar as its text.
 * @throws TooManyMistakes after a hundred.
 */
export function composeYaml(tokens: readonly CST.Token[], length: number): Document.Parsed[] {
  const composer = new Composer({
    ...{ schema: "failsafe", version: "1.1", merge: false, uniqueKeys: false, prettyErrors: false, logLevel: "silent" },
  });
  stopEarly(composer);
  return [...composer.compose(tokens, false, length)] as Document.Parsed[];
}

/** The library tells its composer of each mistake through this, and has no limit of its own. */
function stopEarly(composer: Composer): void {
  const report: unknown = Reflect.get(composer, "onError");
  if (typeof report !== "function") throw new TypeError("the YAML library reports its errors in another way now");
  let seen = 0;
  Reflect.set(composer, "onError", (...mistake: unknown[]) => {
    seen += 1;
    if (seen > most) throw new TooManyMistakes(String(mistake[2]));
    Reflect.apply(report, composer, mistake);
  });
}
