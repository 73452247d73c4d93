import { secretsIn } from "../compose/secrets-of.ts";
import { scrub } from "../log.ts";

/** Prints a text and a line end, without what looks like a secret or is one of the environment's. */
export function print(text: string, to: { write(text: string): unknown } = process.stdout): void {
  to.write(`${scrub(text, secretsIn(process.env))}\n`);
}
