import { CST, Lexer } from "yaml";
import { GoYamlError } from "./go-yaml-error.ts";

/**
 * Refuses tabs where go-yaml does and npm `yaml` does not: at a line's start and after `-` or `?`, wherever a key could
 * begin. Linear in the text.
 * @throws GoYamlError at the first such tab.
 */
export function refuseTabs(text: string): void {
  if (!text.includes("\t")) return;
  const place = new KeyPlace();
  for (const lexeme of new Lexer().lex(text)) {
    if (place.refuses(lexeme)) throw new GoYamlError("found a tab where indentation is expected");
    place.take(lexeme);
  }
}

/** Whether a key could begin here, which is what go-yaml's scanner asks before it lets a tab pass. */
class KeyPlace {
  private keyMayBegin = true;
  private flowLevel = 0;
  private inScalar = false;
  private explicitKey = false;
  /** Lines below a plain scalar may be its continuation, and there go-yaml lets an indented tab pass. */
  private afterPlain = false;

  refuses(lexeme: string): boolean {
    if (this.inScalar || this.flowLevel > 0 || !this.keyMayBegin) return false;
    const tab = CST.tokenType(lexeme) === "space" ? lexeme.indexOf("\t") : -1;
    return tab !== -1 && !(this.afterPlain && tab > 0);
  }

  take(lexeme: string): void {
    if (this.inScalar) {
      this.inScalar = false;
      this.afterPlain = true;
      return;
    }
    const type = CST.tokenType(lexeme);
    if (type === "space" || type === "comment" || type === "doc-mode") return;
    if (type === "newline") this.keyMayBegin = true;
    else this.takeToken(type);
  }

  private takeToken(type: CST.TokenType | null): void {
    const completesKey = type === "map-value-ind" && this.explicitKey;
    this.keyMayBegin = type === "seq-item-ind" || type === "explicit-key-ind" || completesKey;
    this.explicitKey = type === "explicit-key-ind" || (this.explicitKey && !completesKey);
    this.afterPlain = false;
    this.inScalar = type === "scalar";
    if (type === "flow-map-start" || type === "flow-seq-start") this.flowLevel += 1;
    else if (type === "flow-map-end" || type === "flow-seq-end") this.flowLevel = Math.max(0, this.flowLevel - 1);
    else if (type === "flow-error-end") this.flowLevel = 0;
  }
}
