import { afterEach, expect, it } from "vitest";
import { createHttpHost, type HttpHost } from "../../src/server/http-host.ts";
import { createMetrics } from "../../src/server/metrics.ts";
import type { CommandEntry } from "../../src/server/pages/command-index.ts";
import { repositoryName } from "../../src/server/pages/repository-name.ts";
import { createPages } from "../../src/server/pages.ts";

const hosts: HttpHost[] = [];

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.drain(0)));
});

const LGTM: CommandEntry = {
  plugin: "lgtm",
  usage: "/lgtm [cancel]",
  description: "Adds <b>the</b> label.",
  who: "Collaborators, with `write <access>`; a lone ` stays.",
  examples: ["/lgtm"],
  on: "pull requests",
  state: "open",
  featured: true,
};

async function start(ready = true) {
  const metrics = createMetrics({
    inbox: () => ({ pending: 3, running: 1, waiting: 0, dead: 2 }),
    configuration: () => ({ valid: true, version: 4 }),
  });
  const pages = createPages({
    readiness: () => [{ name: "inbox", ok: ready, detail: "3 pending" }],
    metrics: metrics.registry,
    commands: { scopes: ["acme"], commands: (repository) => (repository === "acme/empty" ? [] : [LGTM]) },
    pluginHelp: () => ({ AllRepos: ["acme/app"] }),
    version: "1.2.3",
  });
  const host = createHttpHost({ webhookPaths: new Set(), intake: pages, pages, onError: () => {} });
  hosts.push(host);
  const port = await host.listen(0, "127.0.0.1");
  const ask = (method: string) => (path: string) => fetch(`http://127.0.0.1:${port}${path}`, { method });
  return { get: ask("GET"), head: ask("HEAD"), post: ask("POST"), metrics };
}

it("says that it lives, and whether it is ready and why", async () => {
  const ready = await start();
  expect(await (await ready.get("/healthz")).text()).toBe("ok\n");
  const answer = await ready.get("/readyz");
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ status: "ready", checks: [{ name: "inbox", ok: true, detail: "3 pending" }] });
  expect((await (await start(false)).get("/readyz")).status).toBe(503);
});

it("shows the counters to Prometheus", async () => {
  const bot = await start();
  bot.metrics.delivery("push", "stored");
  bot.metrics.githubRequest({ route: "GET /x", plugin: "lgtm", outcome: "miss" });
  const text = await (await bot.get("/metrics")).text();
  expect(text).toContain('bowsprit_deliveries_total{event="push",outcome="stored"} 1');
  expect(text).toContain('bowsprit_github_requests_total{route="GET /x",plugin="lgtm",outcome="miss"} 1');
  expect(text).toContain('bowsprit_inbox_deliveries{state="dead"} 2');
  expect(text).toContain("bowsprit_config_version 4");
});

it("counts no name that a stranger made up, and has an end to those that are signed", async () => {
  const bot = await start();
  for (let number = 0; number < 1_000; number++) {
    bot.metrics.delivery(`forged_${number}`, "refused");
    bot.metrics.delivery(`busy_${number}`, "unavailable");
    bot.metrics.delivery(`signed_${number}`, "unwanted");
  }
  bot.metrics.delivery("signed_1", "refused");
  const text = await (await bot.get("/metrics")).text();
  expect(text).not.toMatch(/forged_|busy_/);
  expect(text).toContain('event="unknown",outcome="refused"} 1000');
  expect(text).toContain('event="signed_1",outcome="refused"} 1');
  expect(text.match(/^bowsprit_deliveries_total\{/gm)?.length).toBeLessThan(140);
});

it("lists the commands for people, escaped, without a script", async () => {
  const bot = await start();
  const answer = await bot.get("/commands?repo=acme/app");
  const text = await answer.text();
  expect(text).toContain("Commands in acme/app");
  expect(text).toContain("Adds &lt;b&gt;the&lt;/b&gt; label.");
  expect(text).toContain("Collaborators, with <code>write &lt;access&gt;</code>; a lone ` stays.");
  expect(text).toContain("open pull requests");
  expect(text).not.toContain("<script");
  expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
});

it("says so where no command is enabled, and refuses a name that is none", async () => {
  const bot = await start();
  expect(await (await bot.get("/commands?repo=acme/empty")).text()).toContain("No plugin with commands is enabled");
  const misnamed = await bot.get("/commands?repo=%3Cscript%3E");
  const text = await misnamed.text();
  expect(misnamed.status).toBe(400);
  expect(text).toContain('<p class="problem" id="repo-problem">That is no repository: write owner/name');
  expect(text).toMatch(
    /<input id="repo"[^>]* aria-describedby="repo-problem" aria-invalid="true"[^>]* value="&lt;script&gt;"/,
  );
  expect(text).not.toContain("<script");
});

it("answers Prow's help document and points elsewhere for the rest", async () => {
  const bot = await start();
  expect(await (await bot.get("/plugin-help")).json()).toEqual({ AllRepos: ["acme/app"] });
  const missing = await bot.get("/nothing");
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining("/commands")]);
});

it("answers another method than GET in one sentence, which says what is read how", async () => {
  const bot = await start();
  const answer = await bot.post("/healthz");
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
  expect(await answer.text()).toBe("This address is read with GET.\n");
  expect((await bot.head("/healthz")).status).toBe(200);
  expect((await bot.post("/nowhere")).status).toBe(404);
});

it.each([
  ["harbour/boats", "harbour/boats"],
  ["HARBOUR/Boats", "harbour/boats"],
  ["Harbour/Pier", "harbour/Pier"],
  ["harbour", "harbour"],
  ["Quay", "Quay"],
  ["else/where", "else/where"],
  ["ann_acme/.github", "ann_acme/.github"],
  ["a b", undefined],
  ["a/b/c", undefined],
])("takes %s for %s", (written, expected) => {
  expect(repositoryName(written, ["harbour/boats", "Quay", "quay/x"])).toBe(expected);
});
