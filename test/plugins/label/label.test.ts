import { describe, expect, it } from "vitest";
import { label } from "../../../src/plugins/label/plugin.ts";
import { say } from "../support/say.ts";

const repositoryLabels = [
  "kind/bug",
  "kind/feature",
  "needs-kind",
  "area/Infra",
  "area/pkg",
  "triage/accepted",
  "triage/needs-information",
  "restricted",
  "skip-review",
];

const section = {
  additional_labels: ["skip-review"],
  restricted_labels: {
    "*": [{ label: "restricted", allowed_users: ["Rick"], allowed_teams: ["release-team"] }],
    acme: [{ label: "kind/feature", allowed_users: ["pat"] }],
    "acme/app": [{ label: "Restricted", allowed_users: ["mia"] }],
    "acme/other": [{ label: "area/pkg" }],
  },
};

const teams = { "release-team": ["ann"] };

function speak(by: string, body: string, labels: readonly string[] = []) {
  return say(label, { by, body, section }, { labels: [...labels], repositoryLabels, teams, members: ["mia"] });
}

describe("adding", () => {
  it("takes one request for all, spelled as the repository spells them, and says nothing", async () => {
    const { calls, requests, replies, reaction } = await speak("otto", "/kind bug\n/area infra");
    expect(calls).toEqual(["add kind/bug,area/Infra"]);
    expect([requests, replies, reaction]).toEqual([1, [], undefined]);
  });

  it("only reacts when the label is there already", async () => {
    const { calls, reaction } = await speak("otto", "/area INFRA", ["area/infra"]);
    expect([calls, reaction]).toEqual([[], "+1"]);
  });

  it("adds what it can and names what the repository lacks", async () => {
    const { state, replies } = await speak("otto", "/area lgtm infra");
    expect(state.labels).toEqual(["area/Infra"]);
    expect(replies).toEqual([expect.stringContaining("`area/lgtm`")]);
  });

  it("asks GitHub for nothing when no label is named", async () => {
    const { requests } = await speak("otto", "/area\n/label\n/label a b");
    expect(requests).toBe(0);
  });

  it("repeats nothing of a person that could act", async () => {
    const { replies } = await speak("otto", "/sig @octocat/all");
    expect(replies[0]).toContain("`sig/@octocat/all`");
  });
});

describe("removing", () => {
  it("takes one request for each and brings needs-… back", async () => {
    const { state, calls } = await speak("otto", "/remove-kind bug", ["kind/bug", "area/pkg"]);
    expect(state.labels).toEqual(["area/pkg", "needs-kind"]);
    expect(calls).toHaveLength(2);
  });

  it("names what was not set", async () => {
    const { calls, replies } = await speak("otto", "/remove-area  infra pkg", ["area/Infra"]);
    expect(calls).toEqual(["remove area/Infra"]);
    expect(replies).toEqual([expect.stringContaining("`area/`, `area/pkg`")]);
  });

  it("leaves a label that the repository no longer defines", async () => {
    const { state, replies } = await speak("otto", "/remove-area old", ["area/old"]);
    expect([state.labels, replies]).toEqual([["area/old"], []]);
  });

  it("wins over adding where the label was set, and loses where it was not", async () => {
    const body = "/kind bug\n/remove-kind bug";
    expect((await speak("otto", body, ["kind/bug"])).state.labels).toEqual([]);
    const added = await speak("otto", body);
    expect([added.state.labels, added.replies.length]).toEqual([["kind/bug"], 1]);
  });
});

describe("who may", () => {
  it("lets only members add triage/accepted, and anybody remove it", async () => {
    const refused = await speak("otto", "/triage needs-information accepted");
    expect(refused.state.labels).toEqual(["triage/needs-information"]);
    expect(refused.replies).toEqual([expect.stringContaining("members of the organisation")]);
    expect((await speak("mia", "/triage accepted")).state.labels).toEqual(["triage/accepted"]);
    expect((await speak("otto", "/remove-triage accepted", ["triage/accepted"])).state.labels).toEqual([]);
  });

  it.each([
    ["rick", true],
    ["mia", true],
    ["ann", true],
    ["otto", false],
  ])("restricted labels: %s %s", async (by, may) => {
    const added = await speak(by, "/label restricted");
    expect(added.state.labels).toEqual(may ? ["restricted"] : []);
    expect(added.replies.length).toBe(may ? 0 : 1);
    const removed = await speak(by, "/remove-label restricted", ["restricted"]);
    expect(removed.state.labels).toEqual(may ? [] : ["restricted"]);
  });

  it("names the teams that can, or else the users", async () => {
    expect((await speak("otto", "/label restricted")).replies[0]).toContain("`release-team`");
    const family = await speak("otto", "/kind feature");
    expect(family.state.labels).toEqual([]);
    expect(family.replies[0]).toContain("`pat`");
  });

  it("names what /label supports when it is asked for something else", async () => {
    const { replies, calls } = await speak("otto", "/label kind/bug");
    expect(calls).toEqual([]);
    expect(replies[0]).toContain("`skip-review`, `restricted`, `kind/feature`");
  });
});
