import { describe, expect, it } from "vitest";
import { label } from "../../../src/plugins/label/plugin.ts";
import type { LabelConfig } from "../../../src/plugins/label-config.ts";
import { neededAgain, wantedLabels } from "../../../src/plugins/wanted-labels.ts";
import { callsOf, resolveConfig } from "../support/say.ts";

const section = { additional_labels: ["Skip-Review"], restricted_labels: { acme: [{ label: "Restricted" }] } };

function wanted(body: string) {
  const [command] = label.commands;
  if (command === undefined) throw new Error("label has no command");
  const calls = callsOf(command, body) as Parameters<typeof wantedLabels>[0];
  return wantedLabels(calls, resolveConfig(label, section) as LabelConfig);
}

const nothing = { add: [], remove: [], unsupported: [] };

describe("what a text asks for", () => {
  it.each([
    ["/area infra", { ...nothing, add: ["area/infra"] }],
    ["/kind BuG \t", { ...nothing, add: ["kind/bug"] }],
    ["/KIND bug", { ...nothing, add: ["kind/bug"] }],
    ["/sig node network node", { ...nothing, add: ["sig/node", "sig/network"] }],
    ["/remove-sig node\n/wg batch", { ...nothing, add: ["wg/batch"], remove: ["sig/node"] }],
    ["/area pkg, api", { ...nothing, add: ["area/pkg,", "area/api"] }],
    ["/area  infra", { ...nothing, add: ["area/", "area/infra"] }],
    ["/area a\tb", { ...nothing, add: ["area/a\tb"] }],
    ["/area\tinfra", nothing],
    ["/area", nothing],
    ["/area\n/kind bug", { ...nothing, add: ["kind/bug"] }],
    ["/signature x", nothing],
    ["/kinds bug", nothing],
    ["  /area infra", nothing],
    ["<!--\n/area infra\n-->", nothing],
    ["/label skip-review", { ...nothing, add: ["skip-review"] }],
    ["/remove-label RESTRICTED", { ...nothing, remove: ["restricted"] }],
    ["/label kind/bug", { ...nothing, unsupported: ["kind/bug"] }],
    ["/remove-label bug", { ...nothing, unsupported: ["bug"] }],
    ["/label", nothing],
    ["/label foo bar", nothing],
    ["/label  skip-review", nothing],
    ["/label\tfoo bar", nothing],
  ])("%j", (body, expected) => {
    expect(wanted(body)).toEqual(expected);
  });
});

describe("the needs-… labels that come back", () => {
  const everything = () => true;

  it.each([
    ["the only kind goes", { add: [], remove: ["kind/bug"] }, ["kind/bug"], ["needs-kind"]],
    ["there was none", { add: [], remove: ["priority/low"] }, [], ["needs-priority"]],
    ["one of two stays", { add: [], remove: ["sig/node"] }, ["sig/node", "sig/network"], []],
    ["all go", { add: [], remove: ["triage/a", "triage/b"] }, ["triage/a", "triage/b"], ["needs-triage"]],
    ["another is added", { add: ["kind/feature"], remove: ["kind/bug"] }, ["kind/bug"], []],
    ["the one that stays is spelled otherwise", { add: [], remove: ["kind/bug"] }, ["kind/Bug"], []],
    ["the family needs nothing", { add: [], remove: ["area/pkg"] }, ["area/pkg"], []],
  ])("%s", (_, changes, labels, expected) => {
    expect(neededAgain(changes, labels, everything)).toEqual(expected);
  });

  it("only where the repository defines them", () => {
    expect(neededAgain({ add: [], remove: ["kind/bug"] }, [], () => false)).toEqual([]);
  });
});
