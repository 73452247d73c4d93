import fc from "fast-check";
import { expect, it } from "vitest";
import { Fifo } from "../../../src/inbox/schedule/fifo.ts";

it("does what an array does", () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.nat().map((value) => ({ push: value })) },
    { weight: 3, arbitrary: fc.constant("shift" as const) },
    { weight: 1, arbitrary: fc.nat().map((value) => ({ unshift: value })) },
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 600, size: "max" }), (steps) => {
      const fifo = new Fifo<number>();
      const model: number[] = [];
      for (const each of steps) {
        if (each === "shift") expect(fifo.shift()).toBe(model.shift());
        else if ("push" in each) {
          fifo.push(each.push);
          model.push(each.push);
        } else {
          fifo.unshift(each.unshift);
          model.unshift(each.unshift);
        }
        expect([fifo.length, fifo.peek()]).toEqual([model.length, model[0]]);
      }
    }),
  );
});
