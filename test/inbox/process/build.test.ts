import { execFileSync } from "node:child_process";
import { symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, it } from "vitest";
import { temporaryDirectory } from "../rig.ts";
import { startChild } from "./child-process.ts";

const root = resolve(import.meta.dirname, "../../..");

/** The inbox as it is shipped: plain JavaScript, nothing to load TypeScript with. */
function build(): string {
  const directory = temporaryDirectory();
  const config = join(directory, "tsconfig.json");
  const compilerOptions = {
    rootDir: join(root, "src"),
    outDir: join(directory, "dist"),
    typeRoots: [join(root, "node_modules/@types")],
  };
  const files = ["open-inbox.ts", "sqlite/store-worker.ts"].map((name) => join(root, "src/inbox", name));
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, "tsconfig.build.json"), compilerOptions, files, include: [] }),
  );
  writeFileSync(join(directory, "package.json"), '{"type":"module"}');
  symlinkSync(join(root, "node_modules"), join(directory, "node_modules"));
  execFileSync(join(root, "node_modules/.bin/tsc"), ["-p", config]);
  return directory;
}

it("runs from the build, its thread included, and ends by itself", async () => {
  const directory = build();
  writeFileSync(
    join(directory, "main.js"),
    `import { openInbox } from "./dist/inbox/open-inbox.js";
     import { silentLogger } from "./dist/log.js";
     const inbox = await openInbox({ directory: ${JSON.stringify(join(directory, "data"))}, log: silentLogger() });
     inbox.start(async ({ guid }) => console.log("ran", guid));
     const base = { hook: "h", event: "e", lane: "l", group: "g", receivedAt: 1 };
     console.log(await inbox.put({ ...base, guid: "a", body: new Uint8Array(5) }));
     await inbox.idle();
     await inbox.drain({ graceMs: 1000 });`,
  );
  const child = startChild([join(directory, "main.js")]);
  expect([await child.exited, child.errors(), [...child.lines].sort()]).toEqual([0, "", ["ran a", "stored"]]);
}, 60_000);
