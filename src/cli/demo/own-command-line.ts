import { basename, dirname, join, relative } from "node:path";

/** How a person at this directory runs the command line that this process runs. */
export function ownCommandLine(script: string, directory: string): string {
  const path = relative(directory, script);
  if (basename(script) === "bowsprit") return "bowsprit";
  if (basename(script) === "bowsprit.ts") return `npx tsx ${path}`;
  if (basename(script) === "bowsprit.js") return `node ${path}`;
  // Something else started the demo, for instance a test; the source is where it always is.
  return `npx tsx ${join(dirname(path) === "." ? "" : "src/cli", "bowsprit.ts")}`;
}
