import { describe, expect, it } from "vitest";
import { formatGoFloat32, parseGoInteger } from "../../../src/owners/go/go-number.ts";

describe("strconv.FormatFloat(value, 'g', -1, 32)", () => {
  it.each([
    [0, "0"],
    [-0, "-0"],
    [1.5, "1.5"],
    [-0.1, "-0.1"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [100_000, "100000"],
    [1_000_000, "1e+06"],
    [123_456_789, "1.2345679e+08"],
    [1e-50, "0"],
    [3.4e38, "3.4e+38"],
    [1e40, "+Inf"],
    [Number.NEGATIVE_INFINITY, "-Inf"],
    [Number.NaN, "NaN"],
  ])("%d is %s", (value, text) => {
    expect(formatGoFloat32(value)).toBe(text);
  });
});

describe("strconv.ParseInt(text, 0, 64)", () => {
  it.each([
    ["0", 0n],
    ["-0x1F", -31n],
    ["0O17", 15n],
    ["017", 15n],
    ["9223372036854775807", 9223372036854775807n],
    ["18446744073709551615", 18446744073709551615n],
    ["-9223372036854775808", -9223372036854775808n],
    ["+9223372036854775808", undefined],
    ["18446744073709551616", undefined],
    ["08", undefined],
    ["0x", undefined],
    ["", undefined],
    ["--1", undefined],
    ["1".repeat(100_000), undefined],
  ])("%s", (text, value) => {
    expect(parseGoInteger(text)).toBe(value);
  });
});
