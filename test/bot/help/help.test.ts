import { describe, expect, it } from "vitest";
import { z } from "zod";
import { commandIndex } from "../../../src/bot/help/command-index.ts";
import { commandsDocument } from "../../../src/bot/help/commands-document.ts";
import { pluginHelp } from "../../../src/bot/help/plugin-help.ts";
import { scopedList } from "../../../src/config/section.ts";
import { definePlugin } from "../../../src/plugin-kit/define-plugin.ts";
import { nothing, oneOf, text } from "../../../src/plugin-kit/grammar.ts";

const run = async () => {};
const lgtm = definePlugin<{ sticky: string }>({
  name: "lgtm",
  summary: "Keeps lgtm.",
  config: scopedList("lgtm", { sticky: z.string().default("") }),
  describeConfig: ({ sticky }) => (sticky === "" ? "" : `Sticky for ${sticky}.`),
  needs: { issues: "write" },
  commands: ({ command }) => [
    command({
      names: ["lgtm", "remove-lgtm"],
      args: oneOf("", "cancel"),
      description: "Gives lgtm | or takes it.",
      examples: ["/lgtm", "/lgtm cancel"],
      featured: true,
      on: "pull",
      state: "open",
      who: "Collaborators.",
      run,
    }),
  ],
  on: { "pull_request.synchronize": run, "issues.opened": run },
});
const area = definePlugin({
  name: "area",
  summary: "Labels.",
  needs: {},
  commands: ({ command }) => [
    command({ names: ["area"], args: text("<x>"), description: "Labels.", examples: ["/area x"], who: "Anyone.", run }),
    command({ names: ["lgtm"], args: nothing, usage: "/lgtm!", description: "?", examples: ["/lgtm"], who: "?", run }),
  ],
});
const sharer = definePlugin({
  name: "sharer",
  summary: "Shares.",
  needs: {},
  commands: ({ command }) => [
    command({
      names: ["lgtm"],
      args: text(""),
      description: "Too.",
      examples: ["/lgtm"],
      who: "All.",
      shared: true,
      run,
    }),
  ],
});
const size = definePlugin({ name: "size", summary: "Sizes.", needs: {}, on: { push: run } });

describe("Prow's help document", () => {
  const help = pluginHelp({
    plugins: [area, lgtm, size],
    configuration: { section: () => [{ repos: ["acme/app"], sticky: "leads" }] },
    scopes: new Map([
      ["acme", ["area"]],
      ["acme/app", ["lgtm", "size"]],
      ["__proto__", ["size"]],
    ]),
    repos: [
      { owner: "acme", name: "web" },
      { owner: "acme", name: "app" },
    ],
    externalScopes: new Map([["acme", ["refresh"]]]),
  });

  it("has Prow's keys", () => {
    expect(Object.keys(help).sort()).toEqual([
      "AllRepos",
      "ExternalPluginHelp",
      "PluginHelp",
      "RepoExternalPlugins",
      "RepoPlugins",
    ]);
    expect(help.AllRepos).toEqual(["acme/app", "acme/web"]);
    expect(JSON.parse(JSON.stringify(help.RepoPlugins))).toEqual(
      JSON.parse('{"":["area","lgtm","size"],"acme":["area"],"acme/app":["lgtm","size"],"__proto__":["size"]}'),
    );
    expect(help.RepoExternalPlugins).toEqual({ "": ["refresh"], acme: ["refresh"] });
  });

  it("tells commands, events and what the configuration means", () => {
    expect(help.PluginHelp.lgtm).toEqual({
      Description: "Keeps lgtm.",
      Config: { "acme/app": "Sticky for leads." },
      Events: ["GenericCommentEvent (any event for user text)", "issue", "pull_request"],
      Commands: [
        {
          Usage: "/[remove-]lgtm [cancel]",
          Featured: true,
          Description: "Gives lgtm | or takes it.",
          Examples: ["/lgtm", "/lgtm cancel"],
          WhoCanUse: "Collaborators.",
        },
      ],
    });
    expect(help.PluginHelp.size).toEqual({ Description: "Sizes.", Config: {}, Events: ["push"], Commands: [] });
  });
});

describe("the command index", () => {
  it("is sorted by name and names only who answers", () => {
    expect(commandIndex([lgtm, area]).map(({ plugin, names }) => [plugin, names])).toEqual([
      ["area", ["area"]],
      ["lgtm", ["lgtm", "remove-lgtm"]],
    ]);
    expect(commandIndex([area, lgtm]).map(({ plugin, names }) => [plugin, names])).toEqual([
      ["area", ["area"]],
      ["area", ["lgtm"]],
      ["lgtm", ["remove-lgtm"]],
    ]);
    expect(commandIndex([area, lgtm], "all")).toHaveLength(3);
  });

  it("names a shared command only where nobody owns the name", () => {
    const entries = (plugins: (typeof lgtm)[]) => commandIndex(plugins).map(({ plugin, names }) => [plugin, names]);
    expect(entries([sharer, lgtm])).toEqual([["lgtm", ["lgtm", "remove-lgtm"]]]);
    expect(entries([sharer])).toEqual([["sharer", ["lgtm"]]]);
    expect(commandIndex([sharer, lgtm], "all")).toHaveLength(1);
  });

  it("says where and by whom", () => {
    expect(commandIndex([lgtm])[0]).toMatchObject({
      where: "pull requests",
      state: "open",
      who: "Collaborators.",
      featured: true,
    });
    expect(commandIndex([area])[0]).toMatchObject({
      where: "issues and pull requests",
      state: "any",
      usage: "/area <x>",
    });
  });
});

describe("the document", () => {
  it("has a table for every plugin with commands", () => {
    const document = commandsDocument([area, lgtm, size]);
    expect(document.match(/^## .*$/gm)).toEqual(["## area", "## lgtm"]);
    expect(document).toContain(
      "| `/[remove-]lgtm [cancel]` | Gives lgtm \\| or takes it. | Collaborators. | open pull requests | `/lgtm`<br>`/lgtm cancel` |",
    );
  });
});
