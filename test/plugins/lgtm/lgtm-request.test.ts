import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lgtmRequestIn } from "../../../src/plugins/lgtm/lgtm-request.ts";

describe("lgtmRequestIn", () => {
  it.each([
    ["/lgtm", "add"],
    ["/LGTM", "add"],
    ["/lgtm  ", "add"],
    ["/lgtm no-issue", "add"],
    ["/lgtm No-Issue \t\r\n", "add"],
    ["thanks\r\n/lgtm\r\nbye", "add"],
    ["/lgtm cancel", "remove"],
    ["/lgtm Cancel", "remove"],
    ["/remove-lgtm", "remove"],
    ["/Remove-LGTM ", "remove"],
    ["/lgtm cancel\n/lgtm", "add"],
    ["/lgtm\n/remove-lgtm", "add"],
    ["/lgtm\n\n\n/hold", "add"],
  ])("reads %j as %s", (body, wish) => {
    expect(lgtmRequestIn(body)).toBe(wish);
  });

  it.each([
    " /lgtm",
    "/lgtm.",
    "/lgtm please",
    "/lgtm  cancel",
    "/lgtm\tcancel",
    "/lgtm cancel because",
    "/lgtm no-issue thanks",
    "/remove-lgtm now",
    "/remove-lgtm cancel",
    "/lgtm\u00a0",
    "x /lgtm",
    "> /lgtm",
    "`/lgtm`",
    "```\n/lgtm\n```",
    "<!--\n/lgtm\n-->",
    "/lgtm\u2028",
    "/approve",
    "",
  ])("reads nothing in %j", (body) => {
    expect(lgtmRequestIn(body)).toBeUndefined();
  });

  it("lets an added lgtm win wherever it stands among cancels", () => {
    const cancels = fc.array(fc.constantFrom("/lgtm cancel", "/remove-lgtm", "words"));
    fc.assert(
      fc.property(cancels, cancels, (before, after) => {
        expect(lgtmRequestIn([...before, "/lgtm", ...after].join("\n"))).toBe("add");
      }),
    );
  });
});
