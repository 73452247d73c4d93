import { expect, it } from "vitest";
import { describeGap, join } from "../../../src/inbox/catch-up/catch-up-gap.ts";

const at = (time: string) => Date.parse(`2026-03-${time}Z`);

it.each([
  ["04T14:02:10", "04T14:09:50", 31, "offline 14:02 to 14:09, 31 deliveries recovered"],
  ["04T14:02:10", "04T14:02:50", 2, "offline at 14:02, 2 deliveries recovered"],
  ["04T14:02:10", "04T14:02:10", 1, "offline at 14:02, 1 delivery recovered"],
  ["04T23:58:00", "05T00:04:00", 3, "offline 2026-03-04 23:58 to 2026-03-05 00:04, 3 deliveries recovered"],
])("tells a gap from %s to %s", (from, to, recovered, sentence) => {
  expect(describeGap({ from: at(from), to: at(to), recovered })).toBe(sentence);
});

it("joins gaps that follow closely, and no others", () => {
  const first = { from: at("04T14:00"), to: at("04T14:05"), recovered: 2 };
  const close = { from: at("04T14:20"), to: at("04T14:21"), recovered: 3 };
  const far = { from: at("04T14:21"), to: at("04T14:21"), recovered: 1 };
  expect(join(first, close)).toEqual({ from: first.from, to: close.to, recovered: 5 });
  expect(join(first, far)).toEqual(far);
});
