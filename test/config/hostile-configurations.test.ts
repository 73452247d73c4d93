import { describe, expect, it } from "vitest";
import { hostileConfigurations, mustBeRefused } from "../../prove/rig/hostile-configurations.ts";
import { ConfigError } from "../../src/config/config-error.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { nearestName } from "../../src/config/nearest-name.ts";
import { plugins } from "../../src/plugins/index.ts";

const REFUSED = /deeper|larger than|too large|aliases|anchors|more than|not YAML|no YAML|RE2|must|named by two/;

describe("a hostile plugins.yaml", () => {
  it.each(Object.entries(hostileConfigurations()))("%s is a configuration or a list of problems", (name, text) => {
    try {
      const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);
      expect(mustBeRefused).not.toContain(name);
      const enabled = configuration.pluginsFor({ owner: "harbour", name: "boats" });
      expect(enabled.every((name) => ["hold", "__proto__", "toString"].includes(name) || name.startsWith("hodl"))).toBe(
        true,
      );
    } catch (error) {
      expect(error).toBeInstanceOf(ConfigError);
      expect((error as ConfigError).problems[0]?.message).toMatch(REFUSED);
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect({}.toString()).toBe("[object Object]");
  });
});

describe("the nearest of known names", () => {
  it.each([
    ["hodl", ["hold", "lgtm"], "hold"],
    ["lifecycl", ["lifecycle"], "lifecycle"],
    ["aaaaaaaa", ["lifecycle"], undefined],
    ["x".repeat(100), ["lgtm"], undefined],
    ["LGMT", ["lgtm"], "lgtm"],
    ["lbael", ["label", "labels"], "label"],
  ])("%s of %j is %s", (name, known, nearest) => {
    expect(nearestName(name, known)).toBe(nearest);
  });
});
