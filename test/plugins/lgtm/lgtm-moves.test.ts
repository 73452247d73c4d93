import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../src/log.ts";
import type { PullEvent } from "../../../src/plugin-kit/events.ts";
import { dropOnPush } from "../../../src/plugins/lgtm/drop-on-push.ts";
import { dropOnRetarget } from "../../../src/plugins/lgtm/drop-on-retarget.ts";
import { lgtm } from "../../../src/plugins/lgtm/plugin.ts";
import { type FakeGitHub, fakeGitHub } from "../support/fake-github.ts";
import { pullEvent } from "../support/pull-event.ts";
import { say } from "../support/say.ts";

const collaborators = ["rick", "rita"];
const config = { review_acts_as_lgtm: false, store_tree_hash: false, trusted_team_for_sticky_lgtm: "" };
const clock = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, "0")}Z`;

type Act = readonly [number, string];

/** Things that happened, by second, in the order in which they are heard of. */
async function hear(acts: readonly Act[], fake: FakeGitHub = fakeGitHub({ collaborators })) {
  const replies: string[] = [];
  for (const [second, what] of acts) {
    const at = clock(second);
    const payload = pullEvent("synchronize", { updated_at: at });
    if (what === "push") await dropOnPush({ ...context(fake), payload });
    else if (what === "retarget") await dropOnRetarget({ ...context(fake), payload: { ...payload, ...RETARGETED } });
    else replies.push(...(await say(lgtm, { by: "rick", body: what, on: "pull", at }, fake)).replies);
  }
  return { labels: fake.state.labels, replies, notices: fake.state.comments.map(({ body }) => body) };
}

const RETARGETED: Partial<PullEvent> = { action: "edited", changes: { base: { ref: { from: "release" } } } };

function context({ github, memory }: FakeGitHub) {
  return { github, memory, log: silentLogger(), config };
}

describe("lgtm and pushes, in whatever order they are heard of", () => {
  it.each<[Act[], string[]]>([
    [
      [
        [1, "push"],
        [2, "/lgtm"],
      ],
      ["lgtm"],
    ],
    [
      [
        [2, "/lgtm"],
        [1, "push"],
      ],
      ["lgtm"],
    ],
    [
      [
        [1, "/lgtm"],
        [2, "push"],
      ],
      [],
    ],
    [
      [
        [2, "push"],
        [1, "/lgtm"],
      ],
      [],
    ],
    [
      [
        [1, "/lgtm"],
        [1, "push"],
      ],
      [],
    ],
    [
      [
        [1, "push"],
        [1, "/lgtm"],
      ],
      [],
    ],
    [
      [
        [3, "/lgtm"],
        [1, "push"],
        [2, "push"],
      ],
      ["lgtm"],
    ],
    [
      [
        [3, "/lgtm"],
        [4, "push"],
        [1, "push"],
        [3, "/lgtm"],
      ],
      [],
    ],
    [
      [
        [3, "/lgtm cancel"],
        [2, "/lgtm"],
      ],
      [],
    ],
    [
      [
        [3, "/lgtm"],
        [2, "/lgtm cancel"],
      ],
      ["lgtm"],
    ],
    [
      [
        [1, "/lgtm"],
        [2, "retarget"],
      ],
      [],
    ],
    [
      [
        [2, "retarget"],
        [1, "/lgtm"],
      ],
      [],
    ],
    [
      [
        [2, "/lgtm"],
        [1, "retarget"],
      ],
      ["lgtm"],
    ],
    [
      [
        [2, "retarget"],
        [3, "push"],
        [4, "/lgtm"],
      ],
      ["lgtm"],
    ],
  ])("%j leave %j", async (acts, labels) => {
    expect((await hear(acts)).labels).toEqual(labels);
  });

  it("tell a late reviewer to look again, without a request but for their rights", async () => {
    const fake = fakeGitHub({ collaborators });
    const { replies } = await hear(
      [
        [2, "push"],
        [1, "/lgtm"],
      ],
      fake,
    );
    expect(replies).toEqual([expect.stringMatching(/head moved .*look and write it again/)]);
    expect(fake.calls).toEqual(["collaborator rick"]);
  });

  it("say that the base branch was changed, both ways round", async () => {
    expect(
      (
        await hear([
          [2, "retarget"],
          [1, "/lgtm"],
        ])
      ).replies,
    ).toEqual([expect.stringContaining("another base")]);
    expect(
      (
        await hear([
          [1, "/lgtm"],
          [2, "retarget"],
        ])
      ).notices,
    ).toEqual([expect.stringContaining("base branch now (`main`)")]);
  });

  it("are forgotten with the memory: the same commands then give what nobody saw", async () => {
    const fake = fakeGitHub({ collaborators });
    const forgetful = { ...fake, memory: { recall: async () => undefined, remember: async () => {} } };
    expect(
      (
        await hear(
          [
            [2, "push"],
            [1, "/lgtm"],
          ],
          forgetful,
        )
      ).labels,
    ).toEqual(["lgtm"]);
  });

  it("an edit of a title is no move", async () => {
    const fake = fakeGitHub({ collaborators, labels: ["lgtm"] });
    const payload = { ...pullEvent("edited"), changes: { title: { from: "x" } } };
    await dropOnRetarget({ ...context(fake), payload });
    expect([fake.state.labels, fake.calls]).toEqual([["lgtm"], []]);
  });
});
