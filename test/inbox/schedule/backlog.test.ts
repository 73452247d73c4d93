import { expect, it } from "vitest";
import { Backlog } from "../../../src/inbox/schedule/backlog.ts";
import { newRow, QueuedDelivery } from "../../../src/inbox/schedule/queued-delivery.ts";
import { delivery } from "../delivery.ts";

function queued(guid: string, group: string): QueuedDelivery {
  return new QueuedDelivery(newRow(delivery(guid, { group }), 0));
}

function open() {
  const state = { running: false, idle: false };
  const backlog = new Backlog(() => state.running);
  const waiting = async () => {
    await backlog.idle();
    state.idle = true;
  };
  return { state, backlog, waiting };
}

it("counts what has entered and not left, with its bytes", () => {
  const { backlog } = open();
  const [one, two] = [queued("a", "g"), queued("bcd", "g")];
  backlog.enter(one);
  backlog.enter(two);
  expect([backlog.rows, backlog.bytes]).toEqual([2, 4]);
  backlog.leave(one);
  expect([backlog.rows, backlog.bytes]).toEqual([1, 3]);
});

it("is idle when nothing is left but what is parked and nothing runs", async () => {
  const { state, backlog, waiting } = open();
  await backlog.idle();
  const [parked, other] = [queued("a", "g"), queued("b", "h")];
  backlog.enter(parked);
  backlog.enter(other);
  const waited = waiting();
  state.running = true;
  backlog.park("g");
  backlog.leave(other);
  await Promise.resolve();
  expect(state.idle).toBe(false);
  state.running = false;
  backlog.look();
  await waited;
  backlog.letGo("g");
  state.idle = false;
  const again = waiting();
  await Promise.resolve();
  expect(state.idle).toBe(false);
  backlog.leave(parked);
  await again;
});
