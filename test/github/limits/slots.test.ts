import { expect, it } from "vitest";
import { Slots } from "../../../src/github/limits/slots.ts";

it("lets no more in than there is room for now, and lets the waiting in when there is more", async () => {
  let room = 2;
  const slots = new Slots(() => room);
  const entered: string[] = [];
  const enter = (name: string) => slots.acquire(undefined).then(() => void entered.push(name));
  const all = ["a", "b", "c", "d"].map(enter);
  await Promise.all(all.slice(0, 2));
  room = 1;
  slots.release();
  await Promise.resolve();
  expect(entered).toEqual(["a", "b"]);
  room = 3;
  slots.release();
  await Promise.all(all);
  expect(entered).toEqual(["a", "b", "c", "d"]);
});
