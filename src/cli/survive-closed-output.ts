import { print } from "./print.ts";

/**
 * Lets a command end in its own way when nobody reads what it prints any more, as under `head`: its exit code stays its
 * own. What cannot be written for another reason, as on a full disk, is said once, in one sentence; the exit code is 1.
 */
export function surviveClosedOutput(
  output: Pick<NodeJS.EventEmitter, "on"> = process.stdout,
  errors: { write(text: string): unknown } = process.stderr,
): void {
  let said = false;
  output.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE" || said) return;
    said = true;
    print(`bowsprit: the output cannot be written (${error.code ?? error.message})`, errors);
    process.exitCode = 1;
  });
}
