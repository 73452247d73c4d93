import { afterAll, beforeAll, expect, it } from "vitest";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";
import { emptyDisk, openStage, type Stage, startBot, type Webhook } from "./stage.ts";

const DEPTH = 20_000;
const BOMB = `${"[".repeat(DEPTH)}${"]".repeat(DEPTH)}`;
/** The whole, and each object in it that the bot reads. */
const PLACES = /(^|"(?:issue|pull_request|comment|review|repository|sender|head|base|changes|label|installation)":)\{/g;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});

afterAll(() => stage.close());

/** Every kind of webhook that a life on GitHub brings. */
function live(): readonly Webhook[] {
  const { sandbox } = stage;
  sandbox.world.createOrganization({ login: "deep" });
  const files = { OWNERS: "approvers: [rita]\n" };
  const repository = sandbox.world.createRepository({ owner: "deep", name: "app", files, branches: { next: {} } });
  const ann = sandbox.as("ann", { mayAll: true });
  const rita = sandbox.as("rita", { mayAll: true });
  const pull = ann.openPull(repository, { body: "/hold" });
  const said = rita.comment(pull, "/lgtm\n/approve");
  rita.editComment(said, "/lgtm cancel");
  rita.review(pull, "APPROVED", "/area x");
  rita.reviewComment(pull, "/label x");
  ann.push(pull, { "a.txt": "1\n" });
  ann.edit(pull, { title: "WIP", base: "next" });
  rita.addLabels(pull, "approved");
  rita.removeLabel(pull, "approved");
  rita.status(pull, "ci", "success");
  ann.draft(pull);
  ann.ready(pull);
  rita.deleteComment(said);
  ann.close(pull);
  ann.reopen(pull);
  ann.openIssue(repository, { title: "An issue", body: "/close" });
  return stage.pending.splice(0);
}

it("nothing follows a payload down, in whatever field it is deep", async () => {
  stage.reset();
  const webhooks = live();
  const names = plugins.map(({ name }) => name);
  const text = JSON.stringify({ plugins: { deep: { plugins: names } } });
  const { configuration } = buildConfiguration({ plugins: { file: "plugins.yaml", text } }, plugins, 1);
  const bot = startBot(stage, { disk: emptyDisk(), configuration });
  const events = new Set<string>();
  for (const webhook of webhooks) {
    events.add(webhook.event);
    const body = Buffer.from(webhook.body.toString("utf8").replaceAll(PLACES, `$1{"bomb":${BOMB},`));
    await bot.receive({ ...webhook, body });
  }
  expect(events.size).toBeGreaterThan(5);
  expect(stage.sandbox.requests.writes.length).toBeGreaterThan(0);
});
