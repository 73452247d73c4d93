import { describe, expect, it } from "vitest";
import { hasLabel, sameLabel } from "../../src/plugin-kit/label-matching.ts";

describe("labels", () => {
  it.each<[string, string, boolean]>([
    ["lgtm", "LGTM", true],
    ["kind/bug", "kind/bugs", false],
    ["caf\u00e9", "CAFE\u0301", true],
    ["lgtm", "lgtm ", false],
    ["lgt\u043c", "lgtm", false],
  ])("%j and %j", (first, second, same) => {
    expect(sameLabel(first, second)).toBe(same);
    expect(hasLabel(["other", first], second)).toBe(same);
  });

  it("are not found where there are none", () => {
    expect(hasLabel([], "lgtm")).toBe(false);
  });
});
