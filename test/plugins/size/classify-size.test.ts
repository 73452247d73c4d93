import { describe, expect, it } from "vitest";
import { classifySize } from "../../../src/plugins/size/classify-size.ts";
import { sizeConfig, sizeThresholds } from "../../../src/plugins/size/size-config.ts";

const repo = { owner: "acme", name: "app" };

function thresholds(section: unknown) {
  const checked = section === undefined ? undefined : sizeConfig.schema.parse(section);
  return sizeThresholds(sizeConfig.resolve(checked, repo));
}

describe("classifySize", () => {
  it.each([
    [0, "size/XS"],
    [9, "size/XS"],
    [10, "size/S"],
    [29, "size/S"],
    [30, "size/M"],
    [99, "size/M"],
    [100, "size/L"],
    [499, "size/L"],
    [500, "size/XL"],
    [999, "size/XL"],
    [1000, "size/XXL"],
  ])("labels %i lines %s by default", (lines, label) => {
    expect(classifySize(lines, thresholds(undefined))).toBe(label);
  });

  it("takes thresholds of no width", () => {
    expect(classifySize(27, { s: 0, m: 1, l: 2, xl: 3, xxl: 4 })).toBe("size/XXL");
  });
});

describe("the size section", () => {
  it("takes a missing, empty or zero threshold as the default", () => {
    expect(thresholds({ s: 0, m: null, xxl: 5000 })).toEqual({ s: 10, m: 30, l: 100, xl: 500, xxl: 5000 });
  });

  it.each([
    [{ s: 5 }, ["s"]],
    [{ s: 5, m: 4, l: 6, xl: 7, xxl: 8 }, ["s"]],
    [{ s: 1, m: 2, l: 3 }, ["l"]],
  ])("refuses %j, as Prow does", (section, path) => {
    expect(sizeConfig.check(section).map((problem) => problem.path)).toEqual([path]);
  });

  it.each([{}, { xxl: 1 }, { s: 1, m: 1, l: 2, xl: 3, xxl: 4 }, undefined, { xl: 400, xxl: 900 }])(
    "accepts %j",
    (section) => {
      expect(sizeConfig.check(section)).toEqual([]);
    },
  );

  it("refuses what is no whole number", () => {
    expect(() => sizeConfig.schema.parse({ s: 1.5 })).toThrow();
  });
});
