import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { createMetrics } from "../../src/server/metrics.ts";

const document = (name: string) => readFileSync(new URL(`../../docs/${name}`, import.meta.url), "utf8");

it("documents every metric, and no other", async () => {
  const metrics = createMetrics({
    inbox: () => ({ pending: 0, running: 0, waiting: 0, dead: 0 }),
    configuration: () => ({ valid: true, version: 1 }),
  });
  const all = await metrics.registry.getMetricsAsJSON();
  const own = all.map((metric) => metric.name).filter((name) => name.startsWith("bowsprit_"));
  const documented = [...document("metrics.md").matchAll(/^\| `(bowsprit_\w+)`/gm)].map((match) => match[1]);
  expect(documented.sort()).toEqual(own.sort());
});

it("documents every path the server answers", () => {
  const pages = readFileSync(new URL("../../src/server/pages.ts", import.meta.url), "utf8");
  const served = [...pages.matchAll(/app\.get\("(\/[a-z-]+)"/g)].map((match) => match[1] ?? "");
  expect(served.length).toBeGreaterThan(4);
  for (const path of served) expect(document("operations.md")).toContain(`\`GET ${path}\``);
});

it("documents every status a webhook can be answered with", () => {
  const intake = readFileSync(new URL("../../src/server/intake.ts", import.meta.url), "utf8");
  const statuses = new Set([...intake.matchAll(/(?:refuse\(|status: )(\d{3})/g)].map((match) => match[1] ?? ""));
  const documented = [...document("operations.md").matchAll(/^\| (\d{3}) \|/gm)].map((match) => match[1]);
  expect(documented).toEqual([...statuses].sort());
});
