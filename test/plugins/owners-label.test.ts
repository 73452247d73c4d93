import { describe, expect, it } from "vitest";
import type { ChangedFile } from "../../src/github/github.ts";
import { silentLogger } from "../../src/log.ts";
import { labelFromOwners } from "../../src/plugins/owners-label/label-from-owners.ts";
import { wantedLabels } from "../../src/plugins/owners-label/wanted-labels.ts";
import { fakeGitHub } from "./support/fake-github.ts";
import { pullEvent } from "./support/pull-event.ts";

const owners = {
  labels: (path: string): ReadonlySet<string> =>
    new Set(path.startsWith("pkg/") ? ["area/pkg", "kind/api"] : path.startsWith("docs/") ? ["area/docs"] : []),
};

function changed(...paths: string[]): readonly ChangedFile[] {
  return paths.map((path) => ({ path, status: "modified", additions: 1, deletions: 1 }));
}

describe("wantedLabels", () => {
  it("unites the labels of all files, sorted", () => {
    expect(wantedLabels(owners, changed("pkg/a", "docs/b", "pkg/c", "x"))).toEqual([
      "area/docs",
      "area/pkg",
      "kind/api",
    ]);
  });

  it("takes only the new path of a rename", () => {
    const [file] = changed("docs/new.md");
    expect(wantedLabels(owners, [{ ...(file as ChangedFile), previousPath: "pkg/old.md" }])).toEqual(["area/docs"]);
  });
});

async function run(paths: string[], world: { labels?: string[]; repositoryLabels?: string[] }) {
  const read = {
    labels: async () => {
      fake.calls.push("its labels");
      return world.labels ?? [];
    },
    files: async () => ({ files: changed(...paths), truncated: false }),
    repositoryLabels: async () => {
      fake.calls.push("repository labels");
      return world.repositoryLabels ?? [];
    },
  };
  const fake = fakeGitHub(world, read);
  const payload = pullEvent("opened");
  const asked: string[] = [];
  await labelFromOwners({
    github: fake.github,
    log: silentLogger(),
    payload,
    owners: async (branch) => {
      asked.push(branch);
      return owners;
    },
  });
  return { ...fake, asked };
}

describe("the owners-label plugin", () => {
  it("adds all missing labels in one request, by the OWNERS of the base branch", async () => {
    const { calls, asked } = await run(["pkg/a", "docs/b"], {
      repositoryLabels: ["area/pkg", "kind/api", "area/docs"],
    });
    expect(calls).toEqual(["its labels", "repository labels", "add area/docs,area/pkg,kind/api"]);
    expect(asked).toEqual(["main"]);
  });

  it("adds no label that the repository does not define, by exact name", async () => {
    const { calls } = await run(["pkg/a"], { repositoryLabels: ["Area/Pkg", "kind/api"] });
    expect(calls).toEqual(["its labels", "repository labels", "add kind/api"]);
  });

  it("asks for neither labels nor definitions when no label is wanted", async () => {
    expect((await run(["README.md"], {})).calls).toEqual([]);
  });

  it("asks for its labels only when all wanted ones are there", async () => {
    expect((await run(["docs/b"], { labels: ["area/docs"] })).calls).toEqual(["its labels"]);
  });

  it("writes nothing when no wanted label is defined", async () => {
    expect((await run(["docs/b"], { repositoryLabels: ["x"] })).calls).toEqual(["its labels", "repository labels"]);
  });
});
