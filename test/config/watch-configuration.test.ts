import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { type ConfigurationWatcher, watchConfiguration } from "../../src/config/watch-configuration.ts";
import { known } from "./known-plugins.ts";

const good = "plugins: {org: {plugins: [lgtm]}}\n";
const better = "plugins: {org: {plugins: [lgtm, size]}}\n";
const repo = { owner: "org", name: "web" };

let directory: string;
let file: string;
let lines: { level: number; msg: string; problems?: string[] }[];
let watcher: ConfigurationWatcher | undefined;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "bowsprit-config-"));
  file = join(directory, "plugins.yaml");
  writeFileSync(file, good);
  lines = [];
});

afterEach(() => {
  watcher?.stop();
  vi.useRealTimers();
  rmSync(directory, { recursive: true, force: true });
});

function watch(more: Partial<Parameters<typeof watchConfiguration>[0]> = {}): ConfigurationWatcher {
  const log = pino({ level: "info" }, { write: (line: string) => lines.push(JSON.parse(line)) });
  watcher = watchConfiguration({ files: { pluginsFile: file }, known, log, clock: { now: () => 1_000 }, ...more });
  return watcher;
}

const errors = () => lines.filter((line) => line.level === 50);

describe("watchConfiguration", () => {
  it("starts with version 1 and refuses to start with a bad file", () => {
    const started = watch();
    expect(started.current().version).toBe(1);
    expect(started.status).toEqual({ valid: true, problems: [], loadedAt: 1_000, version: 1 });
    writeFileSync(file, "plugins: [");
    expect(() => watch()).toThrow(ConfigError);
    expect(() => watch({ files: { pluginsFile: join(directory, "none") } })).toThrow(
      /none: error: cannot be read: no such/,
    );
  });

  it("takes a new version over whole and leaves the old one as it was", async () => {
    const reloads: number[] = [];
    const started = watch({ onReload: (result) => reloads.push(result.version) });
    const before = started.current();
    writeFileSync(file, better);
    expect(await started.reload()).toMatchObject({ changed: true, valid: true, version: 2 });
    expect(started.current().pluginsFor(repo)).toEqual(["lgtm", "size"]);
    expect(before.pluginsFor(repo)).toEqual(["lgtm"]);
    expect(await started.reload()).toMatchObject({ changed: false, version: 2 });
    expect(reloads).toEqual([2]);
  });

  it.each<[string, () => void, RegExp]>([
    ["a syntax error", () => writeFileSync(file, "plugins: [\n"), /plugins\.yaml:2:1: error: not YAML/],
    ["a wrong type", () => writeFileSync(file, `${better}size: {s: x}`), /plugins\.yaml:2:8: error: size\.s must be/],
    ["a half-written file", () => writeFileSync(file, better.slice(0, 20)), /plugins\.yaml:1:\d+: error/],
    ["an emptied file", () => writeFileSync(file, "\n"), /looks like one being written/],
    ["a missing file", () => unlinkSync(file), /cannot be read: no such file/],
    ["a link to itself", () => [unlinkSync(file), symlinkSync(file, file)], /cannot be read: .*symbolic link/],
    ["a directory", () => [unlinkSync(file), mkdirSync(file)], /cannot be read: it is a directory/],
    ["a huge file", () => writeFileSync(file, "#".repeat(5_000_000)), /larger than 1048576 bytes/],
    ["a bomb", () => writeFileSync(file, "[".repeat(100_000)), /nested deeper than 100 levels/],
  ])("keeps the last good version over %s and says so once", async (_, spoil, message) => {
    const started = watch();
    spoil();
    expect(await started.reload()).toMatchObject({ changed: false, valid: false, version: 1 });
    await started.reload();
    expect(started.current().pluginsFor(repo)).toEqual(["lgtm"]);
    expect(started.status.problems[0]).toMatchObject({ severity: "error" });
    expect(errors()).toHaveLength(1);
    expect(errors()[0]?.problems?.[0]).toMatch(message);
    rmSync(file, { recursive: true, force: true });
    writeFileSync(file, better);
    expect(await started.reload()).toMatchObject({ changed: true, valid: true, version: 2, problems: [] });
  });

  it("logs each distinct bad content", async () => {
    const started = watch();
    for (const text of ["a: [", "a: [", "b: [", "b: ["]) {
      writeFileSync(file, text);
      await started.reload();
    }
    expect(errors()).toHaveLength(2);
  });

  it("is valid again when the old content comes back", async () => {
    const started = watch();
    writeFileSync(file, "a: [");
    await started.reload();
    writeFileSync(file, good);
    expect(await started.reload()).toMatchObject({ valid: true, problems: [] });
  });

  it("survives a check that throws", async () => {
    const check = (section: unknown) => {
      if (Object.keys(section as object).length > 0) throw new Error("bug in a check");
      return [];
    };
    const sections = known.map((plugin) => {
      return plugin.name === "dco" && plugin.config ? { ...plugin, config: { ...plugin.config, check } } : plugin;
    });
    const started = watch({ known: sections });
    writeFileSync(file, `${better}dco: {a: {}}`);
    expect(await started.reload()).toMatchObject({ valid: false, version: 1 });
    expect(started.status.problems[0]?.message).toBe("cannot be checked: bug in a check");
  });

  it("follows a mount whose link is swapped, with the same size and no file event", async () => {
    for (const [version, text] of [
      ["..1", good],
      ["..2", good.replace("lgtm", "size")],
    ] as const) {
      mkdirSync(join(directory, version));
      writeFileSync(join(directory, version, "plugins.yaml"), text);
    }
    symlinkSync("..1", join(directory, "..data"));
    const pluginsFile = join(directory, "..data", "plugins.yaml");
    const started = watch({ files: { pluginsFile } });
    symlinkSync("..2", join(directory, "..tmp"));
    renameSync(join(directory, "..tmp"), join(directory, "..data"));
    expect(await started.reload()).toMatchObject({ changed: true });
    expect(started.current().pluginsFor(repo)).toEqual(["size"]);
  });

  it("follows supplemental files, those of a mount's hidden versions left out", async () => {
    const started = watch({ files: { pluginsFile: file, supplementalDirectory: directory } });
    mkdirSync(join(directory, "deep"));
    mkdirSync(join(directory, "..2026"));
    writeFileSync(join(directory, "deep", "b_pluginconfig.yaml"), "plugins: {b: {plugins: [size]}}");
    writeFileSync(join(directory, "..2026", "c_pluginconfig.yaml"), "not: [read");
    writeFileSync(join(directory, "other.yaml"), "not: [read");
    expect(await started.reload()).toMatchObject({ changed: true, valid: true });
    expect(started.current().pluginsFor({ owner: "b", name: "x" })).toEqual(["size"]);
  });

  it("polls, and waits for a file to be the same twice", async () => {
    vi.useFakeTimers();
    const started = watch();
    writeFileSync(file, better);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(started.current().version).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(started.current().version).toBe(1);
    await vi.advanceTimersByTimeAsync(250);
    expect(started.current().version).toBe(2);
    started.stop();
    writeFileSync(file, good);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(started.current().version).toBe(2);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("never takes over what a slow writer has half done", async () => {
    vi.useFakeTimers();
    const started = watch({ intervalMs: 100 });
    for (let length = 1; length < better.length; length += 1) {
      writeFileSync(file, better.slice(0, length));
      await vi.advanceTimersByTimeAsync(100);
      expect(started.current().pluginsFor(repo)).toEqual(["lgtm"]);
    }
    expect(errors()).toHaveLength(0);
    writeFileSync(file, better);
    await vi.advanceTimersByTimeAsync(200);
    expect(started.current().pluginsFor(repo)).toEqual(["lgtm", "size"]);
  });

  it("goes through 200 changes, every other one bad, without losing one", async () => {
    const started = watch();
    for (let round = 0; round < 100; round += 1) {
      writeFileSync(file, `plugins: {org: {plugins: [r${round}`);
      await started.reload();
      expect(started.status.valid).toBe(false);
      writeFileSync(file, `plugins: {org: {plugins: [r${round}]}}`);
      await started.reload();
      expect(started.current().pluginsFor(repo)).toEqual([`r${round}`]);
    }
    expect(started.current().version).toBe(101);
  });
});
