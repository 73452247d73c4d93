import fc from "fast-check";
import { expect, it } from "vitest";
import { StepFailures } from "../../src/inbox/inbox.ts";
import { copyOf, delivery, openRig } from "./rig.ts";

const outcome = fc.constantFrom("ok", "retry", "break", "die");
const forever = Number.MAX_SAFE_INTEGER;
const limits = { running: 2, laneHoldMs: forever, runMs: forever, crashes: 1_000, tries: 1_000 };
const event = fc.record({ lane: fc.nat(2), outcomes: fc.array(outcome, { maxLength: 3 }), pause: fc.nat(3_000) });

it("runs every step of every delivery exactly once and in order within its lane, whatever fails or dies", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
      const finished = new Map<string, string[]>();
      const plans = new Map(events.map(({ outcomes }, n) => [`g${n}`, [...outcomes]]));
      let rig = await openRig({ limits });
      let dying = false;
      const handle: Parameters<typeof rig.inbox.start>[0] = async ({ guid, lane, doneSteps }, { finishStep }) => {
        for (const step of ["one", "two"]) {
          if (doneSteps.has(step)) continue;
          const next = plans.get(guid)?.shift();
          if (next === "die" || dying) {
            dying = true;
            await new Promise(() => {});
          }
          if (next === "retry") throw new StepFailures([{ step, reason: "502", advice: "backoff" }]);
          if (next === "break")
            throw new StepFailures([{ step, reason: "502", advice: "backoff", retryAfter: 40_000 }]);
          await finishStep(step);
          finished.set(lane, [...(finished.get(lane) ?? []), `${guid} ${step}`]);
        }
      };
      const revive = async () => {
        if (!dying) return;
        rig.link.kill();
        dying = false;
        rig = await openRig({ directory: copyOf(rig.directory), time: rig.time, limits });
        rig.inbox.start(handle);
      };
      rig.inbox.start(handle);
      for (const [n, { lane, pause }] of events.entries()) {
        await rig.inbox.put(delivery(`g${n}`, { lane: `l${lane}` }));
        await rig.time.advance(pause);
        await revive();
      }
      for (let turn = 0; turn < 60 && rig.inbox.counts().pending > 0; turn++) {
        await rig.time.advance(700_000);
        await revive();
      }
      for (const lane of ["l0", "l1", "l2"]) {
        const expected = events.flatMap((each, n) => (`l${each.lane}` === lane ? [`g${n} one`, `g${n} two`] : []));
        expect(finished.get(lane) ?? []).toEqual(expected);
      }
      expect(rig.inbox.counts()).toEqual({ pending: 0, running: 0, waiting: 0, dead: 0 });
    }),
    { numRuns: 40 },
  );
}, 120_000);
