import { describe, expect, it } from "vitest";
import { GroupCommit } from "../../src/inbox/group-commit.ts";
import { settle } from "./rig.ts";

function recording(maxItems = 100, maxBytes = 1_000) {
  const batches: number[][] = [];
  const waiting: ((answers: string[]) => void)[] = [];
  const failing: ((reason: Error) => void)[] = [];
  const commits = new GroupCommit<number, string>({
    maxItems,
    maxBytes,
    bytesOf: (item) => item,
    send(batch) {
      batches.push([...batch]);
      return new Promise((resolve, reject) => {
        waiting.push(resolve);
        failing.push(reject);
      });
    },
  });
  const answer = async () => {
    failing.shift();
    waiting.shift()?.((batches.at(-1) ?? []).map(String));
    await settle();
  };
  const fail = async () => {
    waiting.shift();
    failing.shift()?.(new Error("no"));
    await settle();
  };
  return { commits, batches, answer, fail };
}

describe("GroupCommit", () => {
  it("sends together what arrives in one turn, and then what arrived meanwhile", async () => {
    const { commits, batches, answer } = recording();
    const first = [commits.push(1), commits.push(2)];
    await settle();
    const second = [commits.push(3), commits.push(4)];
    await settle();
    expect(batches).toEqual([[1, 2]]);
    await answer();
    expect(batches).toEqual([
      [1, 2],
      [3, 4],
    ]);
    await answer();
    expect(await Promise.all([...first, ...second])).toEqual(["1", "2", "3", "4"]);
  });

  it("does not settle before its batch is answered", async () => {
    const { commits, answer } = recording();
    let settled = false;
    const pushed = commits.push(1).then(() => {
      settled = true;
    });
    await settle();
    expect(settled).toBe(false);
    await answer();
    await pushed;
    expect(settled).toBe(true);
  });

  it("keeps to the number and the bytes of a batch, and lets a large one travel alone", async () => {
    const { commits, batches, answer } = recording(3, 10);
    const all = [1, 1, 1, 1, 50, 2, 9].map((item) => commits.push(item));
    for (let turn = 0; turn < 5; turn++) {
      await settle();
      await answer();
    }
    await Promise.all(all);
    expect(batches).toEqual([[1, 1, 1], [1], [50], [2], [9]]);
  });

  it("fails the batch that failed and goes on with the next", async () => {
    const { commits, fail, answer } = recording();
    const lost = expect(commits.push(1)).rejects.toThrow("no");
    await settle();
    const kept = commits.push(2);
    await fail();
    await lost;
    await answer();
    expect(await kept).toBe("2");
  });
});
