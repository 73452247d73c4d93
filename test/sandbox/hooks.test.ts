import { describe, expect, it } from "vitest";
import { appAuthorization } from "./app-token.ts";
import { type Stage, setStage, signatureOf } from "./stage.ts";

interface Item {
  readonly id: number;
  readonly guid: string;
  readonly status: string;
  readonly status_code: number;
  readonly redelivery: boolean;
}

async function deliveries(stage: Stage, query = ""): Promise<{ items: Item[]; link: string | null }> {
  const answer = await stage.ask(`GET /app/hook/deliveries${query}`, {
    authorization: appAuthorization(stage.sandbox),
  });
  return { items: answer.json as Item[], link: answer.headers.get("link") };
}

describe("a webhook", () => {
  it("carries GitHub's headers, a signature over its bytes and the installation", async () => {
    const stage = await setStage();
    const issue = stage.repository.issue({ author: "alice" });
    stage.sandbox.as("otto").comment(issue, "häßlich 🙂");
    await stage.sandbox.idle();
    const [hook] = stage.received;
    expect(hook?.headers).toMatchObject({
      "content-type": "application/json",
      "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
      "x-github-event": "issue_comment",
      "x-github-delivery": expect.stringMatching(/^[0-9a-f-]{36}$/),
      "x-github-hook-id": expect.stringMatching(/^\d+$/),
      "x-github-hook-installation-target-type": "integration",
      "x-github-hook-installation-target-id": "4242",
      "x-hub-signature-256": signatureOf(hook?.body ?? ""),
    });
    expect(hook?.payload).toMatchObject({
      action: "created",
      comment: { body: "häßlich 🙂", user: { login: "otto" } },
      installation: { id: stage.sandbox.world.installationOf("acme")?.id },
      sender: { login: "otto" },
    });
  });

  it("of a repository's own hook knows no installation", async () => {
    const stage = await setStage();
    const url = stage.sandbox.hooks.config().url;
    stage.sandbox.deliverTo(String(url), "stage secret", "repository");
    stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    const [hook] = stage.received;
    expect(hook?.headers["x-github-hook-installation-target-type"]).toBe("repository");
    expect(hook?.payload).not.toHaveProperty("installation");
  });

  it("is not sent for what is put on the stage", async () => {
    const stage = await setStage();
    const pull = stage.repository.pull({
      author: "alice",
      labels: ["lgtm"],
      assignees: ["rick"],
      reviewers: ["rick"],
      merged: true,
    });
    stage.repository.issue({ author: "alice", state: "closed" });
    await stage.sandbox.idle();
    expect(stage.received).toEqual([]);
    expect(pull.record.timeline).toEqual([]);
    stage.sandbox.as("alice").open(pull);
    await stage.sandbox.idle();
    expect(stage.received.map(({ event, payload }) => [event, payload.action])).toEqual([["pull_request", "opened"]]);
  });

  it("leaves in the order of what happened", async () => {
    const stage = await setStage();
    const issues = [stage.repository.issue({ author: "alice" }), stage.repository.issue({ author: "alice" })];
    for (let count = 0; count < 40; count += 1) {
      for (const issue of issues) stage.sandbox.as("otto").comment(issue, `comment ${count}`);
    }
    await stage.sandbox.idle();
    const of = (number: number): string[] =>
      stage.received.flatMap(({ payload }) => {
        const { issue, comment } = payload as { issue: { number: number }; comment: { body: string } };
        return issue.number === number ? [comment.body] : [];
      });
    const wanted = Array.from({ length: 40 }, (_, count) => `comment ${count}`);
    expect([of(1), of(2)]).toEqual([wanted, wanted]);
  });
});

describe("the delivery log", () => {
  it("tells failures, and a redelivery has the same GUID and bytes", async () => {
    let status = 503;
    const stage = await setStage({}, () => status);
    stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    const [failed] = (await deliveries(stage)).items;
    expect(failed).toMatchObject({ status: "Invalid HTTP Response: 503", status_code: 503, redelivery: false });
    status = 202;
    const authorization = appAuthorization(stage.sandbox);
    expect((await stage.ask(`POST /app/hook/deliveries/${failed?.id}/attempts`, { authorization })).status).toBe(202);
    await stage.sandbox.idle();
    const { items } = await deliveries(stage);
    expect(items.map(({ guid, status_code, redelivery }) => [guid, status_code, redelivery])).toEqual([
      [failed?.guid, 202, true],
      [failed?.guid, 503, false],
    ]);
    expect(stage.received[1]?.body).toBe(stage.received[0]?.body);
    const detail = await stage.ask(`GET /app/hook/deliveries/${items[0]?.id}`, { authorization });
    expect(detail.json).toMatchObject({ request: { payload: { action: "opened" } }, response: { payload: "heard" } });
  });

  it("gives up on a receiver that does not answer", async () => {
    const stage = await setStage({ hookTimeout: 40 }, () => 0);
    stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    expect((await deliveries(stage)).items).toMatchObject([{ status: "timed out", status_code: 0 }]);
  });

  it("says when nobody listens", async () => {
    const stage = await setStage();
    stage.sandbox.deliverTo("http://127.0.0.1:1/hook", "s");
    stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    expect((await deliveries(stage)).items).toMatchObject([{ status: "failed to connect to host" }]);
  });

  it("is paged by cursor, newest first", async () => {
    const stage = await setStage();
    for (let count = 0; count < 5; count += 1) stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    const first = await deliveries(stage, "?per_page=3");
    const next = /<[^>]*(\?[^>]*)>; rel="next"/.exec(first.link ?? "")?.[1] ?? "";
    const second = await deliveries(stage, next);
    const ids = [...first.items, ...second.items].map(({ id }) => id);
    expect(ids).toEqual(stage.sandbox.hooks.log.map(({ id }) => id).toReversed());
    expect(second.link).toBeNull();
  });

  it("is the App's alone", async () => {
    const stage = await setStage();
    expect((await stage.ask("GET /app/hook/deliveries", { as: "boss" })).status).toBe(401);
  });

  it("forgets after three days", async () => {
    let now = Date.now();
    const stage = await setStage({ clock: { now: () => now } });
    stage.sandbox.as("otto").openIssue(stage.repository);
    await stage.sandbox.idle();
    now += 3 * 24 * 3_600_000 + 1;
    const [sent] = stage.sandbox.hooks.log;
    if (sent) stage.sandbox.hooks.redeliver(sent);
    await stage.sandbox.idle();
    expect(stage.received).toHaveLength(1);
  });
});
