import { expect, it } from "vitest";
import { deliberateGuid, isDeliberate, REPLAY_HOOK } from "../../src/compose/deliberate-replay.ts";

const SECRET = "the webhook's secret";
const body = Buffer.from('{"action":"created"}');
const guid = deliberateGuid(body, SECRET);

it("knows what somebody with the secret wants to run again, whichever secret is in use", () => {
  expect(isDeliberate({ hook: "direct", guid, body }, ["another one", SECRET])).toBe(true);
  expect(isDeliberate({ hook: REPLAY_HOOK, guid: "any", body }, [])).toBe(true);
});

it.each([
  ["another body", { hook: "direct", guid, body: Buffer.from("{}") }, [SECRET]],
  ["another secret", { hook: "direct", guid, body }, ["not it"]],
  ["a hook that was named, under which the same id would be another delivery", { hook: "x", guid, body }, [SECRET]],
  ["an ordinary id", { hook: "direct", guid: "72d3162e-cc78-11e3-81ab-4c9367dc0958", body }, [SECRET]],
])("is not fooled by %s", (_name, delivery, secrets) => {
  expect(isDeliberate(delivery, secrets)).toBe(false);
});
