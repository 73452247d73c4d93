import { expect, it } from "vitest";
import { label } from "../../../src/plugins/label/plugin.ts";
import { assignedOn, mergeRestricted } from "../../../src/plugins/restricted-labels.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { resolveConfig } from "../support/say.ts";

const section = {
  restricted_labels: {
    "*": [{ label: "signed-off", allowed_users: ["rick", "Ann"], assign_on: [{ label: "Needs-Sign-Off" }] }],
    acme: [{ label: "secured", allowed_users: ["ann"], assign_on: [{ label: "needs-sign-off" }] }],
  },
};

async function labeled(name: string) {
  const fake = fakeGitHub();
  const payload = { label: { name }, number: 7 };
  const ctx = { payload, config: resolveConfig(label, section), github: fake.github };
  await label.on["pull_request.labeled"]?.(ctx as never);
  return fake.calls;
}

it("assigns the allowed users of every restricted label that waits for the label, in one request", async () => {
  expect(await labeled("needs-sign-off")).toEqual(["assign rick,ann"]);
});

it("does nothing for other labels", async () => {
  expect(await labeled("signed-off")).toEqual([]);
});

it("merges entries of one label", () => {
  const one = { label: "A", allowedTeams: ["t"], allowedUsers: ["b"], assignOn: ["x"] };
  const other = { label: "a", allowedTeams: ["s"], allowedUsers: ["a", "b"], assignOn: ["x", "y"] };
  const merged = mergeRestricted([one, other]);
  expect([...merged.keys()]).toEqual(["a"]);
  expect(merged.get("a")).toMatchObject({ allowedTeams: ["s", "t"], allowedUsers: ["a", "b"], assignOn: ["x", "y"] });
  expect(assignedOn("Y", merged)).toEqual(["a", "b"]);
});
