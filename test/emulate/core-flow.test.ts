import { afterAll, describe, expect, it } from "vitest";
import { until } from "../process/until.ts";
import { postSigned } from "../support/post-signed.ts";
import { SECRET } from "../support/sandbox-settings.ts";
import { startEmulatedGitHub } from "./emulated-github.ts";

interface Issue {
  readonly number: number;
  readonly state: string;
  readonly assignees: readonly { readonly login: string }[];
}

const github = await startEmulatedGitHub({
  plugins: { acme: { plugins: ["lgtm", "hold", "assign", "label", "wip", "close"] } },
});
const { ask } = github;
afterAll(() => github.close());

const HOLD = "do-not-merge/hold";
for (const name of ["area/api", "kind/bug"])
  await ask("rick", "POST /repos/acme/app/labels", { name, color: "ededed" });

let changes = 0;

async function openPull(title = "A change"): Promise<number> {
  changes += 1;
  const branch = `change-${changes}`;
  const { object } = await ask<{ object: { sha: string } }>("rick", "GET /repos/acme/app/git/ref/heads/main");
  await ask("rick", "POST /repos/acme/app/git/refs", { ref: `refs/heads/${branch}`, sha: object.sha });
  const pull = { title, head: branch, base: "main", body: "A change." };
  return (await ask<Issue>("mia", "POST /repos/acme/app/pulls", pull)).number;
}

async function openIssue(): Promise<number> {
  return (await ask<Issue>("mia", "POST /repos/acme/app/issues", { title: "An issue", body: "Help." })).number;
}

const comment = (login: string, number: number, body: string) =>
  ask<{ user: object }>(login, `POST /repos/acme/app/issues/${number}/comments`, { body });
const review = (login: string, number: number, body: string) =>
  ask(login, `POST /repos/acme/app/pulls/${number}/reviews`, { event: "COMMENT", body });
const issueOf = (number: number) => ask<Issue>("rick", `GET /repos/acme/app/issues/${number}`);
const pullOf = (number: number) => ask<{ user: object }>("rick", `GET /repos/acme/app/pulls/${number}`);

async function labelsOf(number: number): Promise<readonly string[]> {
  const labels = await ask<{ name: string }[]>("rick", `GET /repos/acme/app/issues/${number}/labels`);
  return labels.map(({ name }) => name).toSorted();
}

async function said(number: number): Promise<readonly string[]> {
  const comments = await ask<{ body: string }[]>("rick", `GET /repos/acme/app/issues/${number}/comments`);
  return comments.map(({ body }) => body);
}

/** Waits until the emulator shows exactly these labels and the bot has nothing left to do. */
async function labelled(number: number, ...labels: readonly string[]): Promise<void> {
  const what = `the labels ${labels.join(", ")} on #${number}`;
  await until(async () => JSON.stringify(await labelsOf(number)) === JSON.stringify(labels), { what });
  await github.bot.idle();
  expect(await labelsOf(number)).toEqual(labels);
}

describe("webhooks that the emulator signs and sends", () => {
  it("/lgtm and /hold in reviews become labels, and go again", async () => {
    const number = await openPull();
    await review("rick", number, "/lgtm\n/hold");
    await labelled(number, HOLD, "lgtm");
    await review("rick", number, "/lgtm cancel\n/unhold");
    await labelled(number);
  });

  it("/lgtm by the author is refused with the reason", async () => {
    const number = await openPull();
    await review("mia", number, "/lgtm");
    await until(async () => (await said(number)).length > 0, { what: "the refusal" });
    await labelled(number);
    expect(await said(number)).toEqual([expect.stringMatching(/^@mia: You cannot give lgtm to your own pull request/)]);
  });

  it("/area, /kind and /assign in one comment on an issue", async () => {
    const number = await openIssue();
    await comment("mia", number, "/area api\n/kind bug\n/assign @rick");
    await labelled(number, "area/api", "kind/bug");
    expect((await issueOf(number)).assignees.map(({ login }) => login)).toEqual(["rick"]);
    await comment("rick", number, "/unassign\n/remove-kind bug");
    await labelled(number, "area/api");
    expect((await issueOf(number)).assignees).toEqual([]);
  });

  it("/area of a label that is not there is refused with the reason", async () => {
    const number = await openIssue();
    await comment("mia", number, "/area moon");
    await until(async () => (await said(number)).length > 1, { what: "the refusal" });
    expect((await said(number))[1]).toMatch(/^@mia: I cannot add `area\/moon`/);
    expect(await labelsOf(number)).toEqual([]);
  });

  it("/close closes an issue with its reason, and says so", async () => {
    const number = await openIssue();
    await comment("mia", number, "/close not-planned");
    await until(async () => (await said(number)).length > 1, { what: "the answer" });
    expect(await issueOf(number)).toMatchObject({ state: "closed", state_reason: "not_planned" });
  });
});

describe("webhooks that the emulator does not fill in as GitHub does, completed and signed here", () => {
  // Commands that work on issues, too, were obeyed already when the emulator's own webhook called it one.
  it("a comment on a pull request: /lgtm and /hold become labels", async () => {
    const number = await openPull();
    await hearsComment("rick", number, "/lgtm\n/hold until Monday");
    await labelled(number, HOLD, "lgtm");
    await hearsComment("mia", number, "/unhold");
    await labelled(number, "lgtm");
  });

  it("a comment by somebody who is no collaborator: /lgtm is refused", async () => {
    const number = await openPull();
    const written = { ...(await comment("rick", number, "/lgtm")), user: await ask<object>("rick", "GET /users/otto") };
    await hears("issue_comment", { issue: await asIssue(number), comment: written, sender: written.user });
    await until(async () => (await said(number)).length > 1, { what: "the refusal" });
    expect((await said(number))[1]).toMatch(/^@otto: Only collaborators of this repository/);
    await labelled(number);
  });

  it("a pull request opened: its title becomes a label", async () => {
    const number = await openPull("WIP: boats");
    const pull = await pullOf(number);
    await hears("pull_request", { action: "opened", number, pull_request: pull, sender: pull.user });
    await labelled(number, "do-not-merge/work-in-progress");
  });

  async function hearsComment(login: string, number: number, body: string): Promise<void> {
    const written = await comment(login, number, body);
    await hears("issue_comment", { issue: await asIssue(number), comment: written, sender: written.user });
  }

  const asIssue = async (number: number) => ({ ...(await pullOf(number)), pull_request: {} });

  async function hears(event: string, payload: object): Promise<void> {
    const repository = await ask("rick", "GET /repos/acme/app");
    const whole = { action: "created", repository, installation: { id: 7 }, ...payload };
    expect(await postSigned(github.hook, { secret: SECRET, event, payload: whole })).toBe(202);
  }
});

it("nothing was given up on the way", async () => {
  await github.bot.idle();
  expect(await github.bot.inbox.dead(10)).toEqual([]);
});
