import { expect, it } from "vitest";
import { createRegistry } from "../../src/bot/registry.ts";
import { connectHelp } from "../../src/compose/connect-help.ts";
import { buildConfiguration } from "../../src/config/build-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";

const text = "plugins: {acme: {plugins: [hold]}, acme/app: {plugins: [wip]}}";
const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);
const help = connectHelp({
  plugins,
  registry: createRegistry(plugins),
  configuration: { current: () => configuration },
});

it("explains every plugin there is to programs, as Prow does, and says where each is enabled", () => {
  const names = plugins.map(({ name }) => name);
  expect(help.pluginHelp()).toMatchObject({
    AllRepos: ["acme/app"],
    RepoPlugins: { "": names, acme: ["hold"], "acme/app": ["wip"] },
    PluginHelp: Object.fromEntries(names.map((name) => [name, expect.anything()])),
  });
});

it("shows people only what is enabled somewhere", () => {
  expect(new Set(help.commands.commands(undefined).map(({ plugin }) => plugin))).toEqual(new Set(["hold"]));
});
