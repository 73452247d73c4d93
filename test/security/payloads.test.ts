import examples from "@octokit/webhooks-examples" with { type: "json" };
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClassifier } from "../../src/bot/events/classify-delivery.ts";
import { eventShapes } from "../../src/bot/events/event-shapes.ts";
import { indexEnabled } from "../../src/bot/registry.ts";
import { isBug } from "../../src/bot/steps/step-failure.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { plugins } from "../../src/plugins/index.ts";
import { type FakeBot, fakeBot } from "../bot/fake-bot.ts";
import { bytes } from "../bot/payloads.ts";
import { ownersOf } from "../plugins/support/owners-of.ts";
import { answersOfGitHub } from "./answers-of-github.ts";

type Payload = Record<string, unknown>;
type Path = readonly (string | number)[];

interface Example {
  readonly name: string;
  readonly payload: Payload;
}

const OWNERS = ["Codertocat", "octo-org"];

const COMMANDS = plugins
  .flatMap(({ commands }) => commands.flatMap((command) => command.examples))
  .filter((line, index, all) => all.indexOf(line) === index);

/** GitHub's published payloads of the events that are listened to: full of commands, and as a reviewer's plain approval. */
const all: readonly Example[] = (examples as unknown as { name: string; examples: Payload[] }[]).flatMap(
  ({ name, examples: payloads }) =>
    payloads
      .filter(({ action }) => eventShapes.has(typeof action === "string" ? `${name}.${action}` : name))
      .flatMap((payload) => [
        { name, payload: spoken(payload, { text: COMMANDS.join("\n"), state: "commented" }) },
        { name, payload: spoken(payload, { text: "Looks good.\n/assign", state: "approved" }) },
      ]),
);

/** The payload with a text in it by whoever sent it, on a thread of somebody else. */
function spoken(payload: Payload, { text, state }: { readonly text: string; readonly state: string }): Payload {
  const copy = structuredClone(payload);
  for (const key of ["comment", "review", "issue", "pull_request"]) {
    const part = copy[key] as Payload | undefined;
    if (part === undefined) continue;
    const isThread = key === "issue" || key === "pull_request";
    const sender = copy.sender as Payload | undefined;
    Object.assign(part, { body: text, user: isThread && copy.comment ? { ...sender, login: "hubot" } : sender });
    if (isThread && copy.review) part.user = { ...sender, login: "hubot" };
    if (key === "review") part.state = state;
  }
  return copy;
}

const { configuration } = buildConfiguration(
  {
    plugins: {
      file: "plugins.yaml",
      text: JSON.stringify({
        plugins: Object.fromEntries(OWNERS.map((owner) => [owner, { plugins: plugins.map(({ name }) => name) }])),
        lgtm: [{ repos: OWNERS, review_acts_as_lgtm: true, store_tree_hash: true, trusted_team_for_sticky_lgtm: "t" }],
        approve: [{ repos: OWNERS, issue_required: true, lgtm_acts_as_approve: true }],
        invite: [{ repos: OWNERS, message: "Come in.", who: ["anyone"], on: "both", close: true, labels: ["x"] }],
        label: { additional_labels: ["x"], restricted_labels: { "*": [{ label: "y", allowed_users: ["z"] }] } },
      }),
    },
  },
  plugins,
  1,
);

/** Where a payload has values, containers included. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [...(path.length > 0 ? [path] : []), ...entries.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

/** The payload with another value at a path; without the key where the value is undefined. */
function changed(payload: Payload, path: Path, value: unknown): void {
  let at: unknown = payload;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== "object" || at === null) return;
    at = (at as Record<string | number, unknown>)[key];
  }
  const last = path.at(-1);
  if (typeof at !== "object" || at === null || last === undefined) return;
  if (value === undefined) delete (at as Record<string | number, unknown>)[last];
  else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
}

const VALUES: readonly unknown[] = [
  ...[undefined, null, true, false, 0, -1, 1, 2 ** 53, 1.5, "", "x", "0", "null", "ghost", "constructor", "__proto__"],
  ...[
    "ſam",
    "İstanbul",
    "ısam",
    "\u212Aate",
    "a/../b",
    "..",
    "x".repeat(70_000),
    "\u0000",
    "\ud800",
    "2026-99-99T99:99:99Z",
  ],
  ...[[], [null], [[]], ["x"], [{}], {}, { login: 1 }, { id: "1" }, JSON.parse('{"__proto__":{"polluted":1}}')],
];

interface Room {
  readonly bot: FakeBot;
  readonly classify: ReturnType<typeof createClassifier>;
}

/** A bot that has heard nothing yet, so that nothing is left aside as said before. */
function openRoom(): Room {
  const loadOwners = async () => ownersOf({ OWNERS: "approvers: [codertocat]\nreviewers: [codertocat]\nlabels: [x]" });
  const answers = answersOfGitHub(() => bot.scopes.at(-1)?.payload);
  const bot = fakeBot(plugins, { answers, loadOwners, configuration: { current: () => configuration } });
  return { bot, classify: createClassifier({ enabledFor: () => indexEnabled(plugins) }) };
}

let sent = 0;

/** Steps that failed for other reasons than GitHub's; rejects when the delivery as a whole could not be run. */
async function bugsOf({ bot, classify }: Room, { name, payload }: Example) {
  sent += 1;
  const classified = classify(name, bytes(payload));
  const { failures } = await bot.receives(name, payload, { guid: `guid-${sent}` });
  const bugs = failures.filter(({ cause }) => isBug(cause)).map(({ step, cause }) => ({ step, cause }));
  return { classified, bugs };
}

/** What the bot reads of a payload, or leads there; the rest only comes along. */
const READ: ReadonlySet<string | number> = new Set(
  (
    "action number title body state user login id type labels label name assignees html_url created_at updated_at " +
    "pull_request issue comment review draft merged merged_at base head ref sha repo requested_reviewers repository owner " +
    "full_name default_branch private pushed_at sender installation changes from old_issue before after created deleted " +
    "context description submitted_at commit_id 0"
  ).split(" "),
);

const isRead = (path: Path) => path.every((key) => READ.has(key));

const mutated = fc.constantFrom(...all).chain((example) => {
  const paths = pathsOf(example.payload);
  const read = fc.constantFrom(...paths.filter(isRead));
  const path = fc.oneof({ weight: 9, arbitrary: read }, fc.constantFrom(...paths));
  const change = fc.record({ path, value: fc.constantFrom(...VALUES) });
  return fc.array(change, { minLength: 1, maxLength: 3 }).map((changes) => {
    const payload = structuredClone(example.payload);
    for (const { path, value } of changes) changed(payload, path, structuredClone(value));
    return { name: example.name, payload, changes };
  });
});

/** So often in every run of the tests; `PAYLOADS=100000` looks longer. */
const RUNS = Number(process.env.PAYLOADS ?? 500);

describe("every webhook that is listened to", () => {
  it.each(all)("$name with all commands in it runs without a bug", async (example) => {
    expect((await bugsOf(openRoom(), example)).bugs).toEqual([]);
  });

  it("runs without a bug, or is left alone, with a wrong type in any field that is read", {
    timeout: 600_000,
  }, async () => {
    const seen = new Set<string>();
    for (const { name, payload } of all) {
      for (const path of pathsOf(payload).filter(isRead)) {
        const review = payload.review as Payload | undefined;
        const field = [name, payload.action, review?.state, ...path].join(" ");
        if (seen.has(field)) continue;
        seen.add(field);
        for (const value of [undefined, null, 7, "x", {}]) {
          const copy = structuredClone(payload);
          changed(copy, path, value);
          expect({ field, value, bugs: (await bugsOf(openRoom(), { name, payload: copy })).bugs }).toMatchObject({
            bugs: [],
          });
        }
      }
    }
    expect(seen.size).toBeGreaterThan(1_000);
  });

  it("runs without a bug, or is left alone, whatever its fields hold", { timeout: 600_000 }, async () => {
    const outcome = { wanted: 0, left: 0 };
    await fc.assert(
      fc.asyncProperty(mutated, async ({ name, payload, changes }) => {
        const { classified, bugs } = await bugsOf(openRoom(), { name, payload });
        expect({ changes, bugs }).toEqual({ changes, bugs: [] });
        outcome[classified.kind === "wanted" ? "wanted" : "left"] += 1;
      }),
      { numRuns: RUNS },
    );
    // Changes that always or never mattered would prove nothing.
    expect(Math.min(outcome.wanted, outcome.left)).toBeGreaterThan(RUNS / 20);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});
