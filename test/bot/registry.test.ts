import { describe, expect, it } from "vitest";
import { answering, type CommandConflict, createRegistry } from "../../src/bot/registry.ts";
import type { Configuration } from "../../src/config/configuration.ts";
import { definePlugin } from "../../src/plugin-kit/define-plugin.ts";
import { nothing } from "../../src/plugin-kit/grammar.ts";

const named = (name: string, ...names: string[]) =>
  definePlugin({
    name,
    summary: `${name}.`,
    needs: {},
    commands: ({ command }) =>
      names.map((one) =>
        command({
          names: [one],
          args: nothing,
          description: "d",
          examples: [`/${one}`],
          who: "all",
          run: async () => {},
        }),
      ),
    on: { "issues.opened": async () => {} },
  });
const enabling = (...names: string[]) => ({ pluginsFor: () => names }) as unknown as Configuration;
const repo = { owner: "o", name: "r" };

describe("the plugins of a repository", () => {
  it("are found by event and by command, in the configuration's order", () => {
    const registry = createRegistry([named("a", "x"), named("b", "y"), named("c")]);
    const enabled = registry.enabledFor(enabling("b", "gone", "a"), repo);
    expect(enabled.plugins.map(({ name }) => name)).toEqual(["b", "a"]);
    expect([...enabled.commands].map(([name, { plugin }]) => `${name} ${plugin.name}`)).toEqual(["y b", "x a"]);
    expect([...enabled.events]).toEqual(["issues.opened"]);
    expect(registry.commandNames).toEqual(new Set(["x", "y"]));
  });

  it("are looked up by own names only", () => {
    const registry = createRegistry([named("a", "x")]);
    expect(registry.enabledFor(enabling("constructor", "__proto__"), repo).plugins).toEqual([]);
    expect(registry.enabledFor(enabling("a"), repo).commands.get("constructor")).toBeUndefined();
  });

  it("are indexed once for one list of names", () => {
    const registry = createRegistry([named("a"), named("b")]);
    expect(registry.enabledFor(enabling("a"), repo)).toBe(
      registry.enabledFor(enabling("a"), { owner: "p", name: "q" }),
    );
    expect(registry.enabledFor(enabling("a"), repo)).not.toBe(registry.enabledFor(enabling("b"), repo));
  });

  it("report a command that two of them claim: the first in the list has it", () => {
    const told: (readonly CommandConflict[])[] = [];
    const registry = createRegistry([named("a", "x", "y"), named("b", "x")], {
      onConflicts: (found) => told.push(found),
    });
    const { commands } = registry.enabledFor(enabling("b", "a"), repo);
    registry.enabledFor(enabling("b", "a"), repo);
    expect(commands.get("x")?.plugin.name).toBe("b");
    expect(told).toEqual([[{ command: "x", owner: "b", ignored: "a" }]]);
    registry.enabledFor(enabling("a"), repo);
    expect(told).toHaveLength(1);
  });
});

describe("a shared command", () => {
  const shares = definePlugin({
    name: "shares",
    summary: "Shares.",
    needs: {},
    commands: ({ command }) => [
      command({
        names: ["x"],
        args: nothing,
        description: "d",
        examples: ["/x"],
        who: "all",
        shared: true,
        run: async () => {},
      }),
    ],
  });

  it("is no second claim to the name, whichever plugin is listed first", () => {
    const registry = createRegistry([named("a", "x"), shares]);
    for (const names of [
      ["a", "shares"],
      ["shares", "a"],
    ]) {
      const enabled = registry.enabledFor(enabling(...names), repo);
      expect(enabled.conflicts).toEqual([]);
      expect(enabled.commands.get("x")?.plugin.name).toBe("a");
      expect(answering(enabled, "x").map(({ plugin }) => plugin.name)).toEqual(["a", "shares"]);
    }
  });

  it("is answered where nobody owns the name, and known", () => {
    const registry = createRegistry([shares]);
    expect(answering(registry.enabledFor(enabling("shares"), repo), "x")).toHaveLength(1);
    expect(registry.commandNames.has("x")).toBe(true);
  });
});

describe("plugins that nobody could configure right", () => {
  it.each([
    ["two of one name", [named("a"), named("a")], "two plugins are named a"],
    ["one command twice in a plugin", [named("a", "x", "x")], "a: two commands are named x"],
    ["a name that no comment can hold", [named("a", "X")], 'a: "X" cannot be a command\'s name'],
    ["the bot's own step", [named("suggest")], "no plugin can be named suggest: the bot itself is"],
  ])("%s", (_, plugins, message) => {
    expect(() => createRegistry(plugins)).toThrow(message);
  });
});
