import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { appManifest } from "../../src/bot/help/app-manifest.ts";
import { plugins } from "../../src/plugins/index.ts";

it("keeps app.yml in step with what the plugins declare", () => {
  const file = parse(readFileSync(new URL("../../app.yml", import.meta.url), "utf8"));
  expect(file).toMatchObject(JSON.parse(JSON.stringify(appManifest(plugins))));
  expect(file.hook_attributes.url).toBe("/api/github/webhooks");
});
