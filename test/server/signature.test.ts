import { expect, it } from "vitest";
import { looksLikeSignature, sign, startSignatureCheck } from "../../src/server/signature.ts";

const VECTOR = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

it("signs GitHub's published example", () => {
  expect(sign("Hello, World!", "It's a Secret to Everybody")).toBe(VECTOR);
});

it("checks a body that arrives in pieces", () => {
  const check = startSignatureCheck(["other", "It's a Secret to Everybody"]);
  for (const piece of ["Hello", ", ", "World!"]) check.update(Buffer.from(piece));
  expect(check.matches(VECTOR)).toBe(true);
});

it("refuses a body that differs in one bit", () => {
  const check = startSignatureCheck(["It's a Secret to Everybody"]);
  check.update(Buffer.from("Hello, World "));
  expect(check.matches(VECTOR)).toBe(false);
});

it.each([undefined, "", "sha256=", `${VECTOR}0`, `sha1=${VECTOR.slice(7)}`, VECTOR.toUpperCase(), ` ${VECTOR}`])(
  "does not take %s for a signature",
  (header) => {
    expect(looksLikeSignature(header)).toBe(false);
  },
);
