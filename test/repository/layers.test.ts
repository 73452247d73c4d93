import { describe, expect, it } from "vitest";
import { type SourceFile, sourceFiles } from "./source-files.ts";

/** Which rooms a room may import, itself always included. The direction is the house's: top to bottom, never back. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  main: ["compose", "config", "environment", "log"],
  app: ["compose", "environment", "log", "clock"],
  cli: [
    "main",
    "compose",
    "server",
    "inbox",
    "bot",
    "plugins",
    "plugin-kit",
    "github",
    "owners",
    "config",
    "sandbox",
    "environment",
    "log",
    "clock",
  ],
  compose: [
    "server",
    "inbox",
    "bot",
    "plugins",
    "plugin-kit",
    "github",
    "owners",
    "config",
    "environment",
    "log",
    "clock",
  ],
  server: ["inbox", "log", "clock"],
  inbox: ["log", "clock"],
  bot: ["plugins", "plugin-kit", "github", "owners", "config", "log", "clock"],
  plugins: ["plugin-kit", "github", "owners", "config", "log", "clock"],
  "plugin-kit": ["github", "owners", "config", "log", "clock"],
  github: ["log", "clock"],
  owners: ["github", "config", "log", "clock"],
  config: ["log", "clock"],
  sandbox: ["log", "clock"],
  environment: [],
  log: [],
  clock: [],
};

/** Packages that only some rooms may know. */
const PACKAGES: readonly { readonly pattern: RegExp; readonly rooms: readonly string[] }[] = [
  { pattern: /^@octokit\//, rooms: ["github"] },
  { pattern: /^(libsql|pg|graphile-worker)$/, rooms: ["inbox"] },
  { pattern: /^node:http$/, rooms: ["server", "sandbox"] },
  { pattern: /^(hono|@hono\/)/, rooms: ["server"] },
  { pattern: /^prom-client$/, rooms: ["server"] },
  { pattern: /^probot$/, rooms: ["app"] },
  { pattern: /^(yaml|re2js)$/, rooms: ["config", "owners"] },
  { pattern: /^commander$/, rooms: ["cli", "main"] },
];

function roomOf(path: string): string {
  const [, second = ""] = path.split("/");
  const name = second.replace(/\.ts$/, "");
  return name === "version" ? "environment" : name;
}

function complaints(file: SourceFile): readonly string[] {
  const room = roomOf(file.path);
  const allowed = ROOMS[room];
  if (allowed === undefined) return [`${file.path}: no room is called ${room}`];
  return file.imports.flatMap((name) => {
    if (name.startsWith("src/")) return wrongRoom({ file, room, allowed, name });
    const rule = PACKAGES.find(({ pattern }) => pattern.test(name));
    return rule === undefined || rule.rooms.includes(room) ? [] : [`${file.path}: ${room} must not import ${name}`];
  });
}

function wrongRoom({
  file,
  room,
  allowed,
  name,
}: {
  file: SourceFile;
  room: string;
  allowed: readonly string[];
  name: string;
}) {
  const target = roomOf(name);
  if (room === "plugins" && target === "plugins") return otherPlugin(file, name);
  return target === room || allowed.includes(target) ? [] : [`${file.path}: ${room} must not import ${name}`];
}

/** `src/plugins/index.ts` names every plugin; a plugin's folder imports itself and the named modules beside the folders. */
function otherPlugin(file: SourceFile, name: string): readonly string[] {
  const own = file.path.split("/")[2] ?? "";
  const target = name.split("/")[2] ?? "";
  const free = own === "index.ts" || own === target || target.endsWith(".ts");
  return free ? [] : [`${file.path}: a plugin must not import another plugin (${name})`];
}

describe("the rooms of the house", () => {
  const files = sourceFiles("src");

  it("sees the imports it judges", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.flatMap((file) => file.imports).length).toBeGreaterThan(50);
  });

  it("are imported top to bottom and never back", () => {
    expect(files.flatMap(complaints)).toEqual([]);
  });

  it.each([
    ["src/inbox/a.ts", "src/github/b.ts"],
    ["src/plugins/lgtm/a.ts", "src/plugins/approve/b.ts"],
    ["src/plugins/lgtm/a.ts", "src/bot/b.ts"],
    ["src/server/a.ts", "src/bot/b.ts"],
    ["src/bot/a.ts", "@octokit/core"],
    ["src/github/a.ts", "libsql"],
    ["src/nowhere/a.ts", "node:fs"],
  ])("complain when %s imports %s", (path, name) => {
    expect(complaints({ path, text: "", imports: [name] })).toHaveLength(1);
  });
});
