import { describe, expect, it } from "vitest";
import { bench, json, repo } from "./fake-github.ts";

const git = "/repos/acme/rocket/git";
const sha = "a".repeat(40);
const other = "b".repeat(40);

describe("trees and blobs", () => {
  const tree = { tree: [{ path: "OWNERS", type: "blob", mode: "100644", sha: other }], truncated: false };

  it("are read once, and not again after a restart", async () => {
    const first = bench();
    first.fake.on(`GET ${git}/trees/${sha}`, () => json(tree));
    first.fake.on(`GET ${git}/blobs/${other}`, () => json({ content: "YXBwcm92ZXJzOg==\n", encoding: "base64" }));
    first.fake.on(`GET ${git}/commits/${sha}`, () => json({ tree: { sha: other } }));
    const read = async (one: typeof first) => {
      const github = one.delivery()();
      return [await github.tree(sha), await github.blob(other), await github.commitTree(sha)];
    };
    const expected = [
      { entries: [{ path: "OWNERS", type: "blob", mode: "100644", id: other }], truncated: false },
      "approvers:",
      other,
    ];
    expect(await read(first)).toEqual(expected);
    expect(await read(first)).toEqual(expected);
    expect(first.fake.routes).toHaveLength(3);
    const second = bench({ blobs: first.stores.blobs });
    expect(await read(second)).toEqual(expected);
    expect(second.fake.routes).toEqual([]);
  });

  it("are asked for once by deliveries at once", async () => {
    const { fake, time, delivery } = bench();
    fake.on(`GET ${git}/trees/${sha}`, () => json(tree));
    const first = delivery()().tree(sha);
    time.time += 1;
    await Promise.all([first, delivery()().tree(sha)]);
    expect(fake.routes).toEqual([`GET ${git}/trees/${sha}?recursive=1`]);
  });

  it("are asked for again when what is stored is damaged", async () => {
    const { fake, stores, delivery } = bench();
    await stores.blobs.set(`0/tree/${sha}`, Buffer.from("{"));
    fake.on(`GET ${git}/trees/${sha}`, () => json({ ...tree, truncated: true }));
    expect((await delivery()().tree(sha)).truncated).toBe(true);
  });
});

describe("branchHead", () => {
  const asked = `GET ${git}/ref/heads%2Frelease%2F1.0`;
  const branch = "release/1.0";

  it("is asked for once a delivery", async () => {
    const { fake, delivery } = bench();
    fake.on(asked, () => json({ object: { sha } }));
    const verbs = delivery();
    expect(await verbs("a").branchHead(branch)).toBe(sha);
    expect(await verbs("b").branchHead(branch)).toBe(sha);
    await delivery()().branchHead(branch);
    expect(fake.seen).toHaveLength(2);
  });

  it("comes from a push event for a minute", async () => {
    const { fake, time, connections, delivery } = bench();
    fake.on(asked, () => json({ object: { sha: other } }));
    connections.observeBranch({ owner: "Acme", name: "Rocket" }, branch, { sha, at: time.now() });
    expect(await delivery()().branchHead(branch)).toBe(sha);
    time.time += 60_000;
    expect(await delivery()().branchHead(branch)).toBe(other);
    expect(fake.seen).toHaveLength(1);
  });

  it("comes from a later push event", async () => {
    const { fake, time, connections, delivery } = bench();
    connections.observeBranch(repo, branch, { sha: other, at: time.now() - 31_000 });
    connections.observeBranch(repo, branch, { sha, at: time.now() });
    connections.observeBranch(repo, branch, { sha, at: time.now() });
    expect(await delivery()().branchHead(branch)).toBe(sha);
    expect(fake.routes).toEqual([]);
  });

  it.each([
    ["two push events came close together", other],
    ["the branch was deleted", "0".repeat(40)],
  ])("is asked for when %s", async (_, last) => {
    const { fake, time, connections, delivery } = bench();
    fake.on(asked, () => json({ object: { sha: "c".repeat(40) } }));
    connections.observeBranch(repo, branch, { sha, at: time.now() - 5_000 });
    connections.observeBranch(repo, branch, { sha: last, at: time.now() });
    expect(await delivery()().branchHead(branch)).toBe("c".repeat(40));
  });

  it("of a branch that is not there is refused", async () => {
    const { fake, delivery } = bench();
    fake.on(asked, () => json({ message: "Not Found" }, 404));
    await expect(delivery()().branchHead(branch)).rejects.toMatchObject({ refusal: "not-found" });
  });
});
