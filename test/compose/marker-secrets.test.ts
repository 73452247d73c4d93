import { expect, it } from "vitest";
import { markerSecrets } from "../../src/compose/marker-secrets.ts";

it("keys marks by the first secret, knows those of all others, and shows none of them", () => {
  const before = markerSecrets(["the old secret"]);
  const during = markerSecrets(["the new secret", "the old secret"]);
  expect(during.otherMarkerSecrets).toEqual([before.markerSecret]);
  expect(during.markerSecret).toBe(markerSecrets(["the new secret"]).markerSecret);
  expect(JSON.stringify(during)).not.toMatch(/the (?:old|new) secret/);
});
