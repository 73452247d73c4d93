import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import { startPostgres } from "../support/postgres-server.ts";
import { SECRET, serverHome, startServer } from "./start-server.ts";
import { until } from "./until.ts";

const COMMENTS = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
const LONG = 300_000;
/** What may go at once, and how much more in a second; one process alone would do the same. */
const BURST = 20;
const PER_SECOND = 1;

const postgres = await startPostgres();
afterAll(() => postgres?.stop());

describe.each(postgres === undefined ? [] : [postgres])("servers that share a database", (pg) => {
  it(
    "say no more together than GitHub allows one installation, however many they are",
    async () => {
      const sandbox = await startSandbox({ enforceLimits: true });
      sandbox.world.createOrganization({ login: "harbour", members: {} });
      const repository = sandbox.world.createRepository({ owner: "harbour", name: "boats", labels: ["lgtm"] });
      const home = serverHome(sandbox, "plugins:\n  harbour: { plugins: [lgtm] }\n");
      const env = { ...home.env, GITHUB_LIMITS: "on", DATABASE_URL: await pg.create("limits") };
      const servers = await Promise.all([1, 2, 3].map(() => startServer({ ...home, env })));
      onTestFinished(async () => {
        await Promise.all(servers.map((server) => server.end("SIGKILL")));
        await sandbox.close();
        home.remove();
      });
      const running = "select 1 from bowsprit.replica where pools <> '{}'";
      const allRun = async () => (await pg.query(running, "limits")).length === servers.length;
      await until(allRun, { what: "all of them to run deliveries", within: 120_000 });
      // Each is refused with one comment: nobody gives his own work the mark.
      for (let n = 0; n < 90; n++) {
        sandbox.deliverTo(`${servers[n % 3]?.url}/hook`, SECRET);
        sandbox.as("sam").comment(repository.pull({ author: "sam" }), "/lgtm");
        await sandbox.idle();
      }
      const said = () => sandbox.requests.all.filter(({ route, status }) => route === COMMENTS && status === 201);
      await until(() => said().length > BURST + 8, { what: "more comments than may go at once", within: 240_000 });
      const times = said().map(({ at }) => at);
      const first = Math.min(...times);
      const tooEarly = times.filter((at, before) => before > BURST + ((at - first) / 1_000) * PER_SECOND + 2);
      expect([tooEarly, sandbox.breaches]).toEqual([[], []]);
    },
    LONG,
  );
});
