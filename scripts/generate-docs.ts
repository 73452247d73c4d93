import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { plugins } from "../src/plugins/index.ts";
import { generatedFiles } from "./generated-files.ts";

for (const { path, write } of generatedFiles(plugins)) {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url));
  const current = readFileSync(file, "utf8");
  const wanted = write(current);
  if (wanted !== current) writeFileSync(file, wanted);
  process.stdout.write(`${wanted === current ? "unchanged" : "written  "} ${path}\n`);
}
