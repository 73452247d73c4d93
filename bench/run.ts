/** Runs every benchmark, one after the other, so that none disturbs another; `--long` is handed on. */
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const names = ["commands", "acks", "chatter", "start"];
const failed = names.filter((name) => {
  process.stderr.write(`\n== ${name}\n`);
  const file = fileURLToPath(new URL(`./${name}/run.ts`, import.meta.url));
  const { status } = spawnSync(process.execPath, ["--import", "tsx", file, ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  return status !== 0;
});
process.stdout.write(
  failed.length === 0 ? "\nEvery figure is met.\n" : `\nA figure was missed: ${failed.join(", ")}\n`,
);
process.exit(failed.length === 0 ? 0 : 1);
