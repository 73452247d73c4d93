import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import { watchFiles } from "../../src/compose/watch-files.ts";
import { silentLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "bowsprit-files-"));
  writeFileSync(join(directory, "plugins.yaml"), "plugins: {acme: {plugins: [hold]}}\n");
});

afterEach(() => rmSync(directory, { recursive: true }));

it("takes config.yaml up when it appears, and keeps what it said when it vanishes", async () => {
  const settings = { pluginsFile: join(directory, "plugins.yaml"), configFile: join(directory, "config.yaml") };
  const watcher = watchFiles({ settings, plugins, log: silentLogger(), clock: systemClock });
  const link = () => watcher.current().linkUrl;
  try {
    expect(link()).toBe("https://github.com");
    writeFileSync(settings.configFile, "github: {link_url: https://ghe.example.com}\n");
    expect(await watcher.reload()).toMatchObject({ changed: true, valid: true });
    expect(link()).toBe("https://ghe.example.com");
    rmSync(settings.configFile);
    expect(await watcher.reload()).toMatchObject({ valid: false });
    expect(link()).toBe("https://ghe.example.com");
  } finally {
    watcher.stop();
  }
});

it("follows the parts of plugins.yaml in the supplemental directory, new ones too", async () => {
  const parts = join(directory, "parts");
  const settings = {
    pluginsFile: join(directory, "plugins.yaml"),
    configFile: join(directory, "config.yaml"),
    supplementalDirectory: parts,
  };
  const start = () => watchFiles({ settings, plugins, log: silentLogger(), clock: systemClock });
  expect(start).toThrow(/parts: error: cannot be read: no such file/);
  mkdirSync(parts);
  const watcher = start();
  const enabled = () => watcher.current().pluginsFor({ owner: "other", name: "web" });
  try {
    expect(enabled()).toEqual([]);
    writeFileSync(join(parts, "other_pluginconfig.yaml"), "plugins: {other: {plugins: [size]}}\n");
    expect(await watcher.reload()).toMatchObject({ changed: true, valid: true });
    expect(enabled()).toEqual(["size"]);
    writeFileSync(join(parts, "other_pluginconfig.yaml"), "plugins: [\n");
    expect(await watcher.reload()).toMatchObject({ valid: false });
    expect(enabled()).toEqual(["size"]);
  } finally {
    watcher.stop();
  }
});
