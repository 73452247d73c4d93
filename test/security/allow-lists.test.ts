import { expect, it } from "vitest";
import type { Bot } from "../../src/compose.ts";
import type { ServeSettings } from "../../src/environment.ts";
import { HOLD, openUpkeepStage } from "../compose/upkeep-stage.ts";

/** What comes of a command when the server is set up like this, after another bot with all doors open told the hook's id. */
async function command(settings: (hook: string) => Partial<ServeSettings>) {
  const stage = await openUpkeepStage();
  await stage.start({ care: true });
  const pull = stage.repository.pull({ author: "sam" });
  stage.sandbox.as("sam").comment(pull, "Hello.");
  await stage.quiet();
  const hook = stage.sandbox.hooks.log.at(-1)?.requestHeaders["x-github-hook-id"] ?? "";
  await stage.stop();
  stage.sandbox.requests.clear();
  const second = await stage.start({ care: true }, settings(hook));
  await stage.timers.armed(3);
  stage.sandbox.as("pat").comment(pull, "/hold");
  await stage.quiet();
  const { statusCode, responseBody } = stage.sandbox.hooks.log.at(-1) ?? {};
  const routes = stage.sandbox.requests.all.map(({ method, path }) => `${method} ${path}`);
  return { labels: pull.labels, statusCode, responseBody, routes, foreign: await foreign(second) };
}

async function foreign(bot: Bot): Promise<number> {
  const { values } = (await bot.metrics.registry.getSingleMetric("bowsprit_deliveries_total")?.get()) ?? { values: [] };
  return values.filter(({ labels }) => labels.outcome === "foreign").reduce((sum, { value }) => sum + value, 0);
}

it("serves an account that is named, in whatever case", async () => {
  const { labels, foreign } = await command((hook) => ({
    allowedAccounts: new Set(["harbour"]),
    allowedHooks: new Set([hook]),
  }));
  expect({ labels, foreign }).toEqual({ labels: [HOLD], foreign: 0 });
});

it("takes nothing from another account, says so, counts it, and asks GitHub nothing about it", async () => {
  const result = await command(() => ({ allowedAccounts: new Set(["harbour-master"]) }));
  expect(result).toMatchObject({ labels: [], statusCode: 202, foreign: 1 });
  expect(String(result.responseBody)).toBe("Not taken: this server does not serve this account.\n");
  expect(result.routes.filter((route) => route.includes("/repos") || route.includes("access_tokens"))).toEqual([]);
});

it("takes nothing from another hook, says so and counts it", async () => {
  const result = await command((hook) => ({ allowedHooks: new Set([`${hook}0`]) }));
  expect(result).toMatchObject({ labels: [], statusCode: 202, foreign: 1 });
  expect(String(result.responseBody)).toBe("Not taken: this server does not listen to this hook.\n");
});
