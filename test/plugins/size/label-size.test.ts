import { describe, expect, it } from "vitest";
import { silentLogger } from "../../../src/log.ts";
import { labelSize } from "../../../src/plugins/size/label-size.ts";
import { size } from "../../../src/plugins/size/plugin.ts";
import { fakeGitHub } from "../support/fake-github.ts";
import { pullEvent } from "../support/pull-event.ts";

interface World {
  readonly labels?: string[];
  /** Files at the base. */
  readonly base?: Record<string, string>;
  /** Path to changed lines. */
  readonly changed: Record<string, number>;
}

async function run({ labels = [], base = {}, changed }: World) {
  const fake = fakeGitHub(
    { labels, files: base },
    {
      files: async () => ({
        files: Object.entries(changed).map(([path, lines]) => ({
          path,
          status: "modified" as const,
          additions: lines - 1,
          deletions: 1,
        })),
        truncated: false,
      }),
    },
  );
  await labelSize({ config: {}, github: fake.github, log: silentLogger(), payload: pullEvent("opened") });
  return fake;
}

describe("the size plugin", () => {
  it("counts additions and deletions of all files", async () => {
    const { state, calls } = await run({ changed: { a: 20, b: 15 } });
    expect(state.labels).toEqual(["size/M"]);
    expect(calls).toEqual(["add size/M"]);
  });

  it("leaves generated files out, whoever names them", async () => {
    const base = {
      ".generated_files": "path-prefix out/\npaths-from-repo lists/gen.txt\n",
      ".gitattributes": "*.pb.go linguist-generated=true\n",
      "lists/gen.txt": "deep/one.txt\n",
    };
    const changed = { "out/x": 500, "a.pb.go": 500, "deep/one.txt": 500, "deep/two.txt": 12 };
    expect((await run({ base, changed })).state.labels).toEqual(["size/S"]);
  });

  it("takes off every other size label, also foreign ones, and leaves the rest", async () => {
    const { state } = await run({ labels: ["size/XL", "size/huge", "bug"], changed: { a: 5 } });
    expect(state.labels.sort()).toEqual(["bug", "size/XS"]);
  });

  it.each(["size/XS", "size/xs"])("writes nothing when the label is right already, as %s", async (label) => {
    expect((await run({ labels: [label], changed: { a: 5 } })).calls).toEqual([]);
  });

  it.each([
    ["a malformed .generated_files", { ".generated_files": "paths\n" }],
    ["a list that is not there", { ".generated_files": "paths-from-repo gone.txt\n" }],
    ["a directory pattern in .gitattributes", { ".gitattributes": "gen/ linguist-generated=true\n" }],
  ])("leaves all labels alone with %s", async (_what, base) => {
    const { state, calls } = await run({ labels: ["size/XL"], base, changed: { a: 5 } });
    expect(state.labels).toEqual(["size/XL"]);
    expect(calls).toEqual([]);
  });

  it("says its thresholds", () => {
    expect(size.describeConfig?.({ s: 1, m: 2 })).toContain("size/S from 1");
  });
});
