import { describe, expect, it } from "vitest";
import { usageOf } from "../../src/bot/help/usage.ts";
import { createRegistry } from "../../src/bot/registry.ts";
import { scanCommands } from "../../src/plugin-kit/scan-commands.ts";
import { plugins } from "../../src/plugins/index.ts";

const commands = plugins.flatMap((plugin) => plugin.commands.map((command) => ({ plugin: plugin.name, command })));
const examples = commands.flatMap(({ plugin, command }) =>
  command.examples.map((example) => ({ plugin, example, command })),
);

describe("what every plugin declares", () => {
  it("fits together", () => {
    expect(() => createRegistry(plugins)).not.toThrow();
    expect(plugins.map(({ name }) => name)).toEqual(plugins.map(({ name }) => name).toSorted());
  });

  it("has usage, a description and who may use it", () => {
    for (const { command } of commands) {
      expect(usageOf(command)).toMatch(/^\//);
      expect(command.description).not.toBe("");
      expect(command.who).not.toBe("");
    }
  });

  it("has examples that are the command they belong to", () => {
    const wrong = examples.filter(({ example, command }) => {
      const [line, ...more] = scanCommands(example);
      const named = line !== undefined && more.length === 0 && command.names.includes(line.name);
      return !named || command.args.parse(line.text) === undefined;
    });
    expect(wrong.map(({ plugin, example }) => `${plugin}: ${example}`)).toEqual([]);
  });

  it("has grammars that never throw", () => {
    for (const { command } of commands) {
      for (const text of ["", " ", "\t", " x", " @", " @@ ,", ` ${"x".repeat(500)}`, " __proto__", " constructor"]) {
        expect(() => command.args.parse(text)).not.toThrow();
      }
    }
  });
});
