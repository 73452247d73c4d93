import { expect, it } from "vitest";
import { settleAll } from "../../src/plugin-kit/settle-all.ts";

it("resolves when all have ended", async () => {
  await expect(settleAll([Promise.resolve(1), Promise.resolve(2)])).resolves.toBeUndefined();
  await expect(settleAll([])).resolves.toBeUndefined();
});

it("rejects with the first failure, but only after the slowest has ended", async () => {
  let ended = false;
  const { promise: slow, resolve: release } = openPromise();
  const all = settleAll([
    Promise.reject(new Error("first")),
    slow.then(() => {
      ended = true;
    }),
    Promise.reject(new Error("second")),
  ]).catch((error: Error) => `${error.message}, ended: ${ended}`);
  release();
  expect(await all).toBe("first, ended: true");
});

function openPromise() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
