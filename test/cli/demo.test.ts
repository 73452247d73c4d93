import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { lacks } from "../../src/cli/demo/expectation.ts";
import { ownCommandLine } from "../../src/cli/demo/own-command-line.ts";
import { runDemo } from "../../src/cli/demo/run-demo.ts";
import type { Scene } from "../../src/cli/demo/scene.ts";
import { opens, writes } from "../../src/cli/demo/scene.ts";
import { createInk, wantsColours } from "../../src/cli/ink.ts";
import { printed, runCli, startNode } from "../process/start-node.ts";
import { until } from "../process/until.ts";

const ESCAPE = "\u001b";

function gather() {
  const lines: string[] = [];
  return { print: (text: string) => lines.push(text), text: () => lines.join("\n") };
}

describe("the demo in this process", () => {
  it("plays every step as expected and sums up", async () => {
    const { print, text } = gather();
    expect(await runDemo({ print, colours: false })).toBe(0);
    expect(text()).toMatch(/steps +(\d+), \1 as expected/);
    expect(text()).toMatch(/deliveries +(\d+) signed webhooks, \1 accepted/);
    expect(text()).toMatch(/labels +\d+ set, \d+ removed/);
    expect(text()).toMatch(/time +median \d+ ms, worst \d+ ms from webhook to effect/);
    expect(text()).toMatch(/requests +\d+ to GitHub/);
    expect(text()).not.toContain(ESCAPE);
  });

  it("shows who said what and what changed", async () => {
    const { print, text } = gather();
    await runDemo({ print, colours: false });
    expect(text()).toMatch(/ {2}rita .*\n +\/lgtm\n +labels \+lgtm\n/);
    expect(text()).toMatch(/ {2}sam .*\n +\/lgtm\n +bowsprit says:\n +@sam: You cannot give lgtm/);
    expect(text()).toMatch(/ {2}mara +\/hold cancel\n +labels -do-not-merge\/hold\n/);
    expect(text()).toMatch(/ {2}sam +pushes one more commit\n +labels .*-lgtm/);
    expect(text()).toMatch(/state closed as completed/);
  });

  it("stops at a step that leads to something else, says what was expected, and fails", async () => {
    const scene: Scene = {
      steps: [
        opens("sam", "opens a pull request", ({ sandbox, repository }) =>
          sandbox.as("sam").openPull(repository, { headOwner: "sam" }),
        )(),
        writes("mara", "/hold", lacks("do-not-merge/hold")),
        writes("mara", "/area engine"),
      ],
    };
    const { print, text } = gather();
    expect(await runDemo({ print, colours: false, scenes: [scene] })).toBe(1);
    expect(text()).toContain("expected no label do-not-merge/hold");
    expect(text()).toContain("The demo stops here");
    expect(text()).not.toContain("/area engine");
    expect(text()).not.toContain("Summary");
  });

  it("prints what the bot logged when a step fails for a fault of the bot", async () => {
    const scene: Scene = {
      steps: [
        opens("sam", "opens a pull request", ({ sandbox, repository }) => {
          sandbox.faults.always("POST /repos/{owner}/{repo}/issues/{issue_number}/labels", {
            kind: "status",
            status: 403,
          });
          return sandbox.as("sam").openPull(repository, { headOwner: "sam" });
        })({ that: "a size", holds: (view) => view.labels.some((label) => label.startsWith("size/")) }),
      ],
    };
    const { print, text } = gather();
    expect(await runDemo({ print, colours: false, scenes: [scene] })).toBe(1);
    expect(text()).toMatch(/the bot logged: .*size/);
  });

  it("stays, shows what happens and ends when told to", async () => {
    const stop = new AbortController();
    const { print, text } = gather();
    const ended = runDemo({ print, colours: false, stay: true, stop: stop.signal, commandLine: "bowsprit" });
    const [, api] = await until(() => /bowsprit comment harbour\/boats#1 "\/lgtm" --as rita --api (\S+)/.exec(text()), {
      what: "the example",
    });
    await nextSecond();
    const answer = await fetch(`${api}/repos/harbour/boats/issues/1/comments`, {
      method: "POST",
      headers: { authorization: "token ghp_sandbox_rita" },
      body: JSON.stringify({ body: "/lgtm" }),
    });
    const { html_url: address } = (await answer.json()) as { html_url: string };
    const [, pages = ""] = /sandbox pages +(\S+)/.exec(text()) ?? [];
    const read = await Promise.all([address, pages].map(async (page) => (await fetch(page)).text()));
    expect(read.map((page) => page.includes("Measure the tide"))).toEqual([true, true]);
    const live = () => text().slice(text().indexOf("What happens now:"));
    await until(() => live().includes("labels +lgtm") || false, { what: "lgtm in the live part" });
    expect(live()).toMatch(/ {2}rita +\/lgtm\n +harbour\/boats#1\n +labels \+lgtm/);
    stop.abort();
    expect(await ended).toBe(0);
    await expect(fetch(`${api}/`)).rejects.toThrow();
  });
});

it("puts everything away when it is stopped in the middle", async () => {
  const stop = new AbortController();
  const { print, text } = gather();
  const ended = runDemo({ print, colours: false, stop: stop.signal });
  await until(() => text().includes("harbour/boats#1"), { what: "the first step" });
  stop.abort();
  expect(await ended).toBe(1);
  expect(text()).not.toContain("Summary");
  const [, sandbox = ""] = /at (http:\S+),/.exec(text()) ?? [];
  await expect(fetch(sandbox)).rejects.toThrow();
});

describe("the demo's colours", () => {
  it.each([
    [{ isTTY: true }, {}, true],
    [{ isTTY: true }, { NO_COLOR: "" }, true],
    [{ isTTY: true }, { NO_COLOR: "1" }, false],
    [{ isTTY: false }, {}, false],
    [{}, {}, false],
  ])("for %j and %j: %s", (out, environment, wanted) => {
    expect(wantsColours(out, environment)).toBe(wanted);
  });

  it("are escapes around the text, or nothing", () => {
    expect(createInk(true).red("x")).toBe(`${ESCAPE}[31mx${ESCAPE}[0m`);
    expect(createInk(false).red("x")).toBe("x");
  });
});

it.each([
  ["/home/ada/bowsprit/src/cli/bowsprit.ts", "npx tsx src/cli/bowsprit.ts"],
  ["/home/ada/bowsprit/dist/cli/bowsprit.js", "node dist/cli/bowsprit.js"],
  ["/usr/local/bin/bowsprit", "bowsprit"],
])("started as %s, the example begins with %s", (script, line) => {
  expect(ownCommandLine(script, "/home/ada/bowsprit")).toBe(line);
});

describe("bowsprit demo", () => {
  it("ends with 0, prints no escapes into a pipe and leaves nothing behind", async () => {
    const temporary = mkdtempSync(join(tmpdir(), "bowsprit-test-"));
    const { code, stdout, stderr } = await runCli(["demo"], { env: { TMPDIR: temporary } });
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(stdout).toContain("Summary");
    expect(stdout).not.toContain(ESCAPE);
    expect(readdirSync(temporary).filter((name) => name.startsWith("bowsprit-"))).toEqual([]);
    rmSync(temporary, { recursive: true });
  }, 60_000);

  it("with --stay takes the comment its example shows, and ends cleanly on SIGINT", async () => {
    const demo = startNode("src/cli/bowsprit.ts", { args: ["demo", "--stay"] });
    const example = /comment (\S+) "([^"]+)" --as (\S+) --api (\S+)/;
    const [, place = "", text = "", as = "", api = ""] = await printed(demo, example);
    await nextSecond();
    const comment = await runCli(["comment", place, text, "--as", as, "--api", api]);
    expect(comment.stderr).toBe("");
    expect(comment.code).toBe(0);
    await printed(demo, /What happens now:[\s\S]*labels \+lgtm/);
    demo.child.kill("SIGINT");
    expect(await demo.ended).toEqual({ code: 0, signal: null });
    expect(demo.stderr()).toBe("");
  }, 60_000);

  it("explains itself, and refuses a latency that is none", async () => {
    const help = await runCli(["demo", "--help"]);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("--stay");
    expect(help.stdout).toContain("--latency <ms>");
    const wrong = await runCli(["demo", "--latency", "soon"]);
    expect(wrong.code).not.toBe(0);
    expect(wrong.stderr).toContain("whole milliseconds");
  }, 60_000);
});

/** GitHub's timestamps are whole seconds: a `/lgtm` within the second of a push may be about what was there before it. */
async function nextSecond(): Promise<void> {
  const second = Math.floor(Date.now() / 1_000);
  await until(() => Math.floor(Date.now() / 1_000) > second, { what: "the next second" });
}
