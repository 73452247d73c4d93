import { expect, it } from "vitest";
import { area } from "../../../src/plugins/area/plugin.ts";
import { resolveConfig, say } from "../support/say.ts";

const repositoryLabels = ["area/pkg", "area/api", "kind/bug"];

it("sets and removes area labels and nothing else", async () => {
  const body = "/area pkg\n/kind bug\n/label kind/bug\n/remove-area api";
  const { state, replies } = await say(area, { by: "otto", body }, { labels: ["area/api"], repositoryLabels });
  expect([state.labels, replies]).toEqual([["area/pkg"], []]);
});

it("keeps the restrictions of the label section", async () => {
  const section = { restricted_labels: { "*": [{ label: "area/pkg", allowed_users: ["rick"] }] } };
  const refused = await say(area, { by: "otto", body: "/area pkg", section }, { repositoryLabels });
  expect([refused.state.labels, refused.replies.length]).toEqual([[], 1]);
  const allowed = await say(area, { by: "rick", body: "/area pkg", section }, { repositoryLabels });
  expect(allowed.state.labels).toEqual(["area/pkg"]);
});

it("tells of area labels only", () => {
  const restricted = [
    { label: "area/pkg", allowed_users: ["rick"] },
    { label: "kind/bug", allowed_users: ["rick"] },
  ];
  const config = resolveConfig(area, { additional_labels: ["x"], restricted_labels: { "*": restricted } });
  expect(area.describeConfig?.(config)).toBe("Only certain people may change `area/pkg`.");
  expect(JSON.stringify(area)).not.toMatch(/triage|kind/);
});
