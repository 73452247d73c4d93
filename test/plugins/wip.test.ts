import { describe, expect, it } from "vitest";
import { isWorkInProgress } from "../../src/plugins/wip/is-work-in-progress.ts";
import { labelWorkInProgress, WIP_LABEL } from "../../src/plugins/wip/label-work-in-progress.ts";
import { wip } from "../../src/plugins/wip/plugin.ts";
import { fakeGitHub } from "./support/fake-github.ts";
import { pullEvent } from "./support/pull-event.ts";

describe("isWorkInProgress", () => {
  it.each([
    "WIP x",
    "WIP: x",
    "wip x",
    "[WIP] x",
    "(wip) x",
    "<WIP> x",
    "Wip- x",
    "🚧WIP x",
    "éwip x",
    "WIP\u00a0x",
    "ſwip x",
    "WIP\n",
  ])("takes %j as work in progress", (title) => {
    expect(isWorkInProgress({ title, draft: false })).toBe(true);
  });

  it.each(["Wipe out x", "WIP", "wip_x", "[[WIP]] x", "x WIP", "1WIP x", "WIP2", "", "🚧 x", "🚧🚧WIP x"])(
    "takes %j as finished",
    (title) => {
      expect(isWorkInProgress({ title, draft: false })).toBe(false);
    },
  );

  it("takes every draft as work in progress", () => {
    expect(isWorkInProgress({ title: "x", draft: true })).toBe(true);
  });
});

describe("the wip plugin", () => {
  it.each([
    { title: "WIP x", before: [], after: [WIP_LABEL], calls: [`add ${WIP_LABEL}`] },
    { title: "WIP x", before: [WIP_LABEL], after: [WIP_LABEL], calls: [] },
    { title: "x", before: [WIP_LABEL, "bug"], after: ["bug"], calls: [`remove ${WIP_LABEL}`] },
    { title: "x", before: [], after: [], calls: [] },
  ])("with $before turns the label to $after for $title", async ({ title, before, after, calls }) => {
    const { github, ...fake } = fakeGitHub({ labels: before });
    await labelWorkInProgress({ github, payload: pullEvent("edited", { title }) });
    expect(fake.state.labels).toEqual(after);
    expect(fake.calls).toEqual(calls);
  });

  it("listens to what can change a title or the draft state", () => {
    expect(Object.keys(wip.on).sort()).toEqual([
      "pull_request.converted_to_draft",
      "pull_request.edited",
      "pull_request.opened",
      "pull_request.ready_for_review",
      "pull_request.reopened",
    ]);
  });
});
