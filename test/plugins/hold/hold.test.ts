import { describe, expect, it } from "vitest";
import { hold } from "../../../src/plugins/hold/plugin.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { say } from "../support/say.ts";

const HOLD = "do-not-merge/hold";

describe("/hold on a pull request", () => {
  it.each([
    ["/hold", [], [HOLD]],
    ["/HOLD", [], [HOLD]],
    ["/hold for further review", [], [HOLD]],
    ["/hold cancelled", [], [HOLD]],
    ["/hold cancel", [HOLD], []],
    ["/hold   CANCEL  because", [HOLD], []],
    ["/hold cancel\tbecause", [HOLD], []],
    ["/unhold", [HOLD], []],
    ["/unhold now", [HOLD], []],
    ["/remove-hold", [HOLD], []],
    ["/hold cancel\n/hold", [HOLD], []],
    ["/hold", ["Do-Not-Merge/Hold"], ["Do-Not-Merge/Hold"]],
    ["/holding", [], []],
    ["/removehold", [HOLD], [HOLD]],
    ["> /hold", [], []],
    ["/hold\ncancel", [], [HOLD]],
  ])("%j with %j", async (body, labels, after) => {
    const { state, replies, requests } = await say(hold, { by: "otto", body, on: "pull" }, { labels });
    expect(state.labels).toEqual(after);
    expect(replies).toEqual([]);
    expect(requests).toBeLessThanOrEqual(1);
  });

  it("reacts when there is nothing to do", async () => {
    const { reaction, calls } = await say(hold, { by: "otto", body: "/unhold", on: "pull" });
    expect([reaction, calls]).toEqual(["+1", []]);
  });

  it.each([
    [["/hold", "/unhold"], []],
    [["/unhold", "/hold"], [HOLD]],
  ])("ends as the last word has it: %j, also when heard the other way round", async (said, after) => {
    for (const order of [
      [0, 1],
      [1, 0],
    ]) {
      const fake = fakeGitHub();
      for (const index of order) {
        await say(hold, { by: "otto", body: said[index] ?? "", on: "pull", at: `2026-01-01T00:00:0${index}Z` }, fake);
      }
      expect(fake.state.labels).toEqual(after);
    }
  });

  it("works on closed pull requests too", async () => {
    const { state } = await say(hold, { by: "otto", body: "/hold", on: "pull" }, { state: "closed" });
    expect(state.labels).toEqual([HOLD]);
  });
});

it("/hold is nothing on an issue", async () => {
  const { state, reaction } = await say(hold, { by: "otto", body: "/hold" });
  expect([state.labels, reaction]).toEqual([[], undefined]);
});
