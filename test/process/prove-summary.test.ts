import { describe, expect, it } from "vitest";
import { exitCodeOf, type Judged, mayBeLeftOut, summary, type Verdict } from "../../prove/summary.ts";

const rows = (...verdicts: readonly Verdict[]): readonly Judged[] =>
  verdicts.map((verdict, index) => ({ id: `T${index + 1}`, verdict, figure: "strace is not installed" }));

describe("what npm run prove ends with", () => {
  it("counts what was skipped, and says why", () => {
    expect(summary(rows("holds", "skipped", "BROKEN", "holds"))).toBe(
      "2 hold, 1 broken, 1 skipped\n  T2 was not tried: strace is not installed\n",
    );
    expect(summary(rows("holds"))).toBe("1 hold, 0 broken, 0 skipped\n");
  });

  it.each<[readonly Verdict[], boolean, number]>([
    [["holds", "holds"], true, 0],
    [["holds", "skipped"], false, 0],
    [["holds", "skipped"], true, 2],
    [["skipped", "BROKEN"], true, 1],
    [["holds", "BROKEN"], false, 1],
    [[], false, 2],
  ])("is for %j, where skips count %j, exit code %i", (verdicts, skipsCount, code) => {
    expect(exitCodeOf(rows(...verdicts), { skipsCount })).toBe(code);
  });
});

describe("a trial that the machine cannot run, in a test", () => {
  it.each<[string, string | undefined, boolean]>([
    ["T2", undefined, false],
    ["T2", "", false],
    ["T2", "T20,T14", false],
    ["T2", "T14, t2", true],
  ])("of %s, where %j may be left out: %s", (id, named, may) => {
    expect(mayBeLeftOut(id, named)).toBe(may);
  });
});
