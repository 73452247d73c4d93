import { describe, expect, it } from "vitest";
import { z } from "zod";
import { global } from "../../src/config/section.ts";
import { GitHubError, type Refusal } from "../../src/github/github-error.ts";
import type { Owners } from "../../src/owners/owners.ts";
import { type CommandContext, definePlugin, type Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { nothing, text } from "../../src/plugin-kit/grammar.ts";
import { UserError } from "../../src/plugin-kit/user-error.ts";
import { fakeBot, NOW } from "./fake-bot.ts";
import { base, comment, HEAD, issue, pull, repository } from "./payloads.ts";

type Run = (ctx: CommandContext<undefined>, texts: readonly string[]) => unknown;

/** A plugin with one command that takes any text. */
function plugin(
  name: string,
  run: Run = () => {},
  over: { on?: "issue" | "pull"; state?: "open" | "closed" } = {},
): Plugin {
  return definePlugin({
    name,
    summary: `${name}.`,
    needs: {},
    commands: ({ command }) => [
      command({
        names: [name, `remove-${name}`],
        args: text("[text]"),
        description: "Does it.",
        examples: [`/${name}`],
        who: "Anyone.",
        run: async (ctx, calls) =>
          void (await run(
            ctx,
            calls.map((call) => call.text),
          )),
        ...over,
      }),
    ],
  });
}

const throwing =
  (error: unknown): Run =>
  () => {
    throw error;
  };
const refused = (refusal: Refusal, retryAfter?: number) =>
  new GitHubError(`POST /x was refused: ${refusal}`, {
    route: "POST /x",
    status: 400,
    refusal,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });

describe("a comment with commands", () => {
  it("runs each plugin's calls together, in the order they were written, one step a plugin", async () => {
    const ran: string[][] = [];
    const bot = fakeBot([
      plugin("area", (_, texts) => ran.push([...texts])),
      plugin("kind", (_, texts) => ran.push([...texts])),
    ]);
    const result = await bot.receives("issue_comment", comment("/kind a\n/area x\n/area y\n/remove-area z"));
    expect(result).toEqual({ failures: [] });
    expect(ran).toEqual([["/area x", "/area y", "/remove-area z"], ["/kind a"]]);
    expect(bot.finished.toSorted()).toEqual(["area", "kind"]);
  });

  it("gives the command what it needs to know", async () => {
    let seen: CommandContext<undefined> | undefined;
    const bot = fakeBot([plugin("hold", (ctx) => (seen = ctx))]);
    await bot.receives("issue_comment", comment("/hold"));
    expect(seen).toMatchObject({
      repo: { owner: "Acme", name: "App" },
      delivery: "guid-1",
      linkUrl: "https://github.example",
      skipCollaborators: true,
      author: "alice",
      subject: { number: 5, isPull: true },
      comment: { kind: "comment", id: 99 },
    });
    expect(bot.scopes).toMatchObject([
      { delivery: "guid-1", installation: 42, payload: { issue: { number: 5, isPull: true } } },
    ]);
    expect(bot.scopes[0]?.eventAt).toBe(Date.parse("2026-01-02T03:04:05Z"));
  });

  it("merges identical lines and stops at ten different ones", async () => {
    const ran: string[] = [];
    const bot = fakeBot([plugin("area", (_, texts) => ran.push(...texts))]);
    const lines = Array.from({ length: 30 }, (_, index) => `/area ${index >> 1} `);
    await bot.receives("issue_comment", comment(lines.join("\n")));
    expect(ran).toEqual(Array.from({ length: 10 }, (_, index) => `/area ${index} `));
    expect(bot.said).toEqual([expect.objectContaining({ verb: "botLogin" })]);
  });

  it("runs a plugin's commands as it declares them, and the same line at its last place", async () => {
    const ran: string[] = [];
    const run = (name: string) => ({
      names: [name] as const,
      args: text("<x>"),
      description: "d",
      examples: ["/x"] as const,
      who: "all",
      run: async (_: unknown, calls: readonly { readonly text: string }[]) => {
        ran.push(...calls.map((call) => call.text));
      },
    });
    const ordered = definePlugin({
      ...plugin("x"),
      commands: ({ command }) => [command(run("reopen")), command(run("close"))],
    });
    await fakeBot([ordered]).receives("issue_comment", comment("/close a\n/close b\n/reopen a\n/reopen  a\n/close a"));
    expect(ran).toEqual(["/reopen a", "/reopen  a", "/close b", "/close a"]);
  });

  it.each<[string, Parameters<typeof plugin>[2], Parameters<typeof comment>[1], boolean]>([
    ["a pull request's command on a pull request", { on: "pull" }, {}, true],
    ["a pull request's command on an issue", { on: "pull" }, { isPull: false }, false],
    ["an issue's command on a pull request", { on: "issue" }, {}, false],
    ["an open thread's command on a closed one", { state: "open" }, { state: "closed" }, false],
    ["a closed thread's command on a closed one", { state: "closed" }, { state: "closed" }, true],
    ["a command for anywhere on a closed one", {}, { state: "closed" }, true],
  ])("%s", async (_, over, options, runs) => {
    const bot = fakeBot([plugin("hold", () => {}, over)]);
    await bot.receives("issue_comment", comment("/hold", options));
    expect(bot.finished).toEqual(runs ? ["hold"] : []);
    expect(bot.comments()).toEqual([]);
  });

  it("is no command where the grammar says so", async () => {
    const strict = definePlugin({
      ...plugin("hold"),
      commands: ({ command }) => [
        command({
          names: ["hold"],
          args: nothing,
          description: "d",
          examples: ["/hold"],
          who: "all",
          run: async () => {},
        }),
      ],
    });
    const bot = fakeBot([strict]);
    await bot.receives("issue_comment", comment("/hold on"));
    expect(bot.finished).toEqual([]);
  });
});

describe("who is obeyed", () => {
  it.each([
    ["/hold", ["hold"]],
    ["/hold\n<!-- bowsprit:0123456789abcdef -->", []],
  ])("obeys its own account in %j when a person shares it", async (body, expected) => {
    const ran: string[] = [];
    const login = async () => "alice";
    const bot = fakeBot([plugin("hold", () => ran.push("hold"))], {
      answers: { botLogin: login },
      sharesAccount: true,
    });
    await bot.receives("issue_comment", comment(body));
    expect(ran).toEqual(expected);
  });

  it.each<[string, string, Parameters<typeof comment>[1], boolean]>([
    ["the author of a new comment", "/hold", {}, true],
    ["a bot", "/hold", { type: "Bot", by: "ci[bot]" }, false],
    ["the bot itself under a user's name", "/hold", { by: "Bowsprit[bot]" }, false],
    ["a comment sent by somebody else", "/hold", { sender: "mallory" }, false],
    ["a comment sent by an account that took its author's name", "/hold", { senderId: 4 }, false],
    ["an edit by the author", "/hold", { action: "edited", from: "hi" }, true],
    ["an edit by a maintainer", "/hold", { action: "edited", from: "hi", sender: "boss" }, false],
    ["an edit that keeps the command", "x /y\n/hold", { action: "edited", from: "/hold" }, false],
    ["an edit that repeats it", "/hold\n/hold", { action: "edited", from: "/hold" }, true],
    ["an edit of nothing", "/hold", { action: "edited" }, false],
    ["an edit of blanks at the end", "/hold x", { action: "edited", from: "/hold x  " }, false],
    ["an edit of the blanks before a name", "/hold x", { action: "edited", from: "/hold  x" }, true],
    ["a deletion", "/hold", { action: "deleted" }, false],
  ])("%s", async (_, body, options, runs) => {
    const ran: string[] = [];
    const bot = fakeBot([plugin("hold", () => ran.push("hold"))]);
    await bot.receives("issue_comment", comment(body, options));
    expect(ran).toEqual(runs ? ["hold"] : []);
  });

  it("runs only what an edit added", async () => {
    const ran: string[] = [];
    const bot = fakeBot([plugin("area", (_, texts) => ran.push(...texts))]);
    await bot.receives("issue_comment", comment("/area a\n/area b", { action: "edited", from: "/area a\n/area c" }));
    expect(ran).toEqual(["/area b"]);
  });

  it("obeys the bots it is told to, itself too", async () => {
    for (const by of ["ci[bot]", "bowsprit[bot]"]) {
      const ran: string[] = [];
      const bot = fakeBot([plugin("hold", () => ran.push(by))], { obeyedBots: new Set([by]) });
      await bot.receives("issue_comment", comment("/hold", { type: "Bot", by }));
      expect(ran).toEqual([by]);
    }
  });

  it("does not obey an account that is gone", async () => {
    const payload = comment("/hold", { by: "ghost" });
    const bot = fakeBot([plugin("hold")]);
    await bot.receives("issue_comment", { ...payload, comment: { ...(payload.comment as object), user: null } });
    expect(bot.finished).toEqual([]);
  });

  it("processes what bots do apart from commands", async () => {
    const seen: string[] = [];
    const size = definePlugin({
      name: "size",
      summary: "Sizes.",
      needs: {},
      on: { "pull_request.opened": async ({ payload }) => void seen.push(payload.sender.login) },
    });
    const bot = fakeBot([size]);
    await bot.receives("pull_request", {
      ...base("ci[bot]", "Bot"),
      action: "opened",
      number: 5,
      pull_request: pull(),
    });
    expect(seen).toEqual(["ci[bot]"]);
  });
});

describe("answers", () => {
  it("become one comment that names the commenter and quotes the text", async () => {
    const bot = fakeBot([
      plugin("hold", (ctx) => {
        ctx.reply("First.");
        ctx.reply("Second.");
        ctx.react("eyes");
        ctx.react("+1");
      }),
    ]);
    await bot.receives("issue_comment", comment("/hold\n/remove-hold"));
    const [body, ...more] = bot.comments();
    expect(more).toEqual([]);
    expect(body).toMatch(/^@alice: First\.\n\nSecond\.\n\n<details>\n/);
    expect(body).toContain("> /hold\n> /remove-hold\n");
    expect(bot.said.filter(({ verb }) => verb === "react")).toEqual([
      { plugin: "hold", verb: "react", args: [{ kind: "comment", id: 99 }, "+1"] },
    ]);
  });

  it("carry a refusal, after which the step is done and the next command still runs", async () => {
    const ran: string[] = [];
    const refusing = definePlugin({
      name: "two",
      summary: "Two commands.",
      needs: {},
      commands: ({ command }) => [
        command({
          names: ["a"],
          args: nothing,
          description: "d",
          examples: ["/a"],
          who: "nobody",
          run: async () => {
            throw new UserError("You cannot.");
          },
        }),
        command({
          names: ["b"],
          args: nothing,
          description: "d",
          examples: ["/b"],
          who: "all",
          run: async () => void ran.push("b"),
        }),
      ],
    });
    const bot = fakeBot([refusing]);
    expect(await bot.receives("issue_comment", comment("/a\n/b"))).toEqual({ failures: [] });
    expect(ran).toEqual(["b"]);
    expect(bot.comments()).toEqual([expect.stringMatching(/^@alice: You cannot\./)]);
    expect(bot.finished).toEqual(["two"]);
  });

  it("wait for the attempt that ends the step", async () => {
    const bot = fakeBot([
      definePlugin({
        ...plugin("hold"),
        commands: ({ command }) => [
          command({
            names: ["a"],
            args: nothing,
            description: "d",
            examples: ["/a"],
            who: "x",
            run: async (ctx) => ctx.reply("Done."),
          }),
          command({
            names: ["b"],
            args: nothing,
            description: "d",
            examples: ["/b"],
            who: "x",
            run: async () => {
              throw refused("server");
            },
          }),
        ],
      }),
    ]);
    const { failures } = await bot.receives("issue_comment", comment("/a\n/b"));
    expect(failures).toMatchObject([{ step: "hold", advice: "wait" }]);
    expect(bot.comments()).toEqual([]);
  });

  it("do not fail a step for a reaction", async () => {
    const bot = fakeBot([plugin("hold", (ctx) => ctx.react("+1"))], {
      answers: { react: async () => Promise.reject(refused("forbidden")) },
    });
    expect(await bot.receives("issue_comment", comment("/hold"))).toEqual({ failures: [] });
  });

  it("react on the description, and not on reviews", async () => {
    const bot = fakeBot([plugin("hold", (ctx) => ctx.react("+1"))]);
    await bot.receives("issues", { ...base("author"), action: "opened", issue: issue({ body: "/hold" }) });
    const review = { id: 1, body: "/hold", user: issue().user, state: "commented", html_url: "", submitted_at: null };
    await bot.receives("pull_request_review", { ...base("author"), action: "submitted", pull_request: pull(), review });
    expect(bot.said.filter(({ verb }) => verb === "react").map(({ args }) => args[0])).toEqual([
      { kind: "issue", number: 5 },
    ]);
  });
});

describe("failures", () => {
  it("of one plugin touch no other", async () => {
    const bot = fakeBot([plugin("bad", throwing(new TypeError("boom"))), plugin("good")]);
    const { failures } = await bot.receives("issue_comment", comment("/bad\n/good"));
    expect(failures).toMatchObject([{ step: "bad", advice: "once", reason: "TypeError: boom" }]);
    expect(bot.finished).toEqual(["good"]);
    const errors = bot.logged.filter(({ level }) => level === 50);
    expect(errors).toMatchObject([
      {
        delivery: "guid-1",
        event: "issue_comment.created",
        repo: "Acme/App",
        number: 5,
        plugin: "bad",
        err: { stack: expect.stringContaining("boom") },
      },
    ]);
    expect(bot.reports.map(({ plugin: name, outcome }) => `${name} ${outcome}`).toSorted()).toEqual([
      "bad failed",
      "good done",
    ]);
  });

  it.each<[Refusal, string]>([
    ["rate-limit", "wait"],
    ["server", "wait"],
    ["network", "wait"],
    ["not-found", "backoff"],
    ["unauthorized", "once"],
    ["conflict", "once"],
    ["forbidden", "never"],
    ["invalid", "never"],
    ["gone", "never"],
    ["suspended", "park"],
  ])("GitHub's %s: %s", async (refusal, advice) => {
    const bot = fakeBot([plugin("hold", throwing(refused(refusal, 1_500)))]);
    const { failures } = await bot.receives("issue_comment", comment("/hold"));
    expect(failures).toMatchObject([{ advice, retryAfter: 1_500 }]);
  });

  it("not-found long after the event is final", async () => {
    const bot = fakeBot([plugin("hold", throwing(refused("not-found")))], {
      clock: { now: () => Date.parse("2026-01-02T03:06:00Z") },
    });
    const { failures } = await bot.receives("issue_comment", comment("/hold"));
    expect(failures).toMatchObject([{ advice: "never" }]);
  });

  it("not-found is not final by a clock that is ahead of GitHub's: the delivery has only just come", async () => {
    const bot = fakeBot([plugin("hold", throwing(refused("not-found")))], {
      clock: { now: () => NOW + 30_000 },
    });
    const at = new Date(NOW - 3_600_000).toISOString();
    const { failures } = await bot.receives("issue_comment", comment("/hold", { at }));
    expect(failures).toMatchObject([{ advice: "backoff" }]);
  });

  it("for want of a permission are told once, with the page", async () => {
    const bot = fakeBot([plugin("hold", throwing(refused("forbidden")))]);
    await bot.receives("issue_comment", comment("/hold"));
    await bot.receives("issue_comment", comment("/hold"));
    const told = bot.logged.filter(({ level }) => level === 50);
    expect(told).toMatchObject([{ grant: "/organizations/Acme/settings/installations/42" }]);
  });

  it("of a grammar are its plugin's", async () => {
    const broken = definePlugin({
      ...plugin("bad"),
      commands: ({ command }) => [
        command({
          names: ["bad"],
          args: {
            usage: "",
            parse: () => {
              throw new RangeError("grammar");
            },
          },
          description: "d",
          examples: ["/bad"],
          who: "all",
          run: async () => {},
        }),
      ],
    });
    const bot = fakeBot([broken, plugin("good")]);
    const { failures } = await bot.receives("issue_comment", comment("/bad\n/good"));
    expect(failures).toMatchObject([{ step: "bad", reason: "RangeError: grammar" }]);
    expect(bot.finished).toEqual(["good"]);
  });

  it("to record a step's end make it run again", async () => {
    const bot = fakeBot([plugin("hold")], { finishStep: async () => Promise.reject(new Error("disk full")) });
    const { failures } = await bot.receives("issue_comment", comment("/hold"));
    expect(failures).toMatchObject([{ step: "hold", reason: "Error: disk full" }]);
  });

  it("a step that does not end in its time is given up, and told", async () => {
    let fired: unknown;
    const bot = fakeBot(
      [
        plugin(
          "slow",
          (ctx) => new Promise(() => ctx.signal.addEventListener("abort", () => (fired = ctx.signal.reason))),
        ),
        plugin("good"),
      ],
      { stepTimeLimit: 5 },
    );
    const { failures } = await bot.receives("issue_comment", comment("/slow\n/good"));
    expect(failures).toMatchObject([
      { step: "slow", advice: "backoff", reason: "TimeLimitError: took longer than 0.005 s" },
    ]);
    expect(fired).toBeInstanceOf(Error);
    expect(bot.finished).toEqual(["good"]);
  });

  it("a step that is stopped with the process runs again", async () => {
    const stop = new AbortController();
    const bot = fakeBot(
      [
        plugin("slow", () => {
          stop.abort();
          return new Promise(() => {});
        }),
      ],
      { signal: stop.signal },
    );
    const { failures } = await bot.receives("issue_comment", comment("/slow"));
    expect(failures).toMatchObject([{ step: "slow", advice: "wait", reason: "StoppedError: stopped before it ended" }]);
    expect(bot.logged.filter(({ level }) => level === 50)).toEqual([]);
  });
});

describe("steps", () => {
  it("that ended before do not run again", async () => {
    const ran: string[] = [];
    const bot = fakeBot([plugin("a", () => ran.push("a")), plugin("b", () => ran.push("b"))], { doneSteps: ["a"] });
    await bot.receives("issue_comment", comment("/a\n/b"));
    expect(ran).toEqual(["b"]);
    expect(bot.finished).toEqual(["b"]);
  });

  it("run side by side", async () => {
    const order: string[] = [];
    let release = () => {};
    const gate = new Promise<void>((resolve) => (release = resolve));
    const bot = fakeBot([
      plugin("first", async () => {
        await gate;
        order.push("first");
      }),
      plugin("second", () => {
        order.push("second");
        release();
      }),
    ]);
    await bot.receives("issue_comment", comment("/first\n/second"));
    expect(order).toEqual(["second", "first"]);
  });

  it("hear the event before the commands", async () => {
    const order: string[] = [];
    const both = definePlugin({
      ...plugin("x"),
      commands: ({ command }) => [
        command({
          names: ["x"],
          args: nothing,
          description: "d",
          examples: ["/x"],
          who: "all",
          run: async () => void order.push("command"),
        }),
      ],
      on: { "issue_comment.created": async () => void order.push("event") },
    });
    await fakeBot([both]).receives("issue_comment", comment("/x"));
    expect(order).toEqual(["event", "command"]);
  });

  it("are made only for enabled plugins", async () => {
    const bot = fakeBot([plugin("a"), plugin("b")], { enabled: ["b", "unknown"] });
    await bot.receives("issue_comment", comment("/a\n/b"));
    expect(bot.finished).toEqual(["b"]);
  });

  it("get their part of the configuration", async () => {
    const seen: unknown[] = [];
    const configured = definePlugin<{ most: number }>({
      name: "c",
      summary: "c.",
      needs: {},
      config: global("c", z.object({ most: z.number().default(3) })),
      on: { "issue_comment.created": async (ctx) => void seen.push(ctx.config) },
    });
    await fakeBot([configured]).receives("issue_comment", comment("x"));
    await fakeBot([configured], { sections: { c: { most: 9 } } }).receives("issue_comment", comment("x"));
    expect(seen).toEqual([{ most: 3 }, { most: 9 }]);
  });

  it("ask again for OWNERS that could not be read", async () => {
    let asked = 0;
    const loadOwners = async () => {
      asked += 1;
      if (asked === 1) throw refused("server");
      return { fileName: "OWNERS" } as Owners;
    };
    const twice: Run = async (ctx) => {
      await ctx.ownersAt(HEAD).catch(() => {});
      await ctx.ownersAt(HEAD);
    };
    const bot = fakeBot([plugin("a", twice)], { loadOwners });
    expect(await bot.receives("issue_comment", comment("/a"))).toEqual({ failures: [] });
    expect(asked).toBe(2);
  });

  it("read OWNERS once for all", async () => {
    const files: string[] = [];
    const asks: Run = async (ctx) =>
      void files.push((await ctx.owners("main")).fileName, (await ctx.ownersAt("c".repeat(40))).fileName);
    const bot = fakeBot([plugin("a", asks), plugin("b", asks)]);
    await bot.receives("issue_comment", comment("/a\n/b"));
    expect(files).toEqual(Array.from({ length: 4 }, () => "c".repeat(40)));
    expect(bot.ownersAsked).toHaveLength(1);
    expect(bot.said.filter(({ verb }) => verb === "branchHead")).toHaveLength(1);
  });
});

describe("a push", () => {
  const push = (ref: string) => ({
    ...base(),
    repository: { ...repository, pushed_at: 1_700_000_000 },
    ref,
    before: HEAD,
    after: HEAD,
    created: false,
    deleted: false,
  });

  it("tells where its branch stands", async () => {
    const heads: unknown[] = [];
    const bot = fakeBot([plugin("a")], { observeBranch: (...told) => heads.push(told) });
    await bot.receives("push", push("refs/heads/release/1.0"));
    await bot.receives("push", push("refs/tags/v1"));
    expect(heads).toEqual([[{ owner: "Acme", name: "App" }, "release/1.0", { sha: HEAD, at: 1_700_000_000_000 }]]);
  });
});

describe("what is no event", () => {
  it("is left alone with a reason", async () => {
    const bot = fakeBot([plugin("a")]);
    const push = { ...base(), ref: "refs/heads/main", before: HEAD, after: HEAD, created: false, deleted: false };
    expect(await bot.receives("issue_comment", push)).toMatchObject({ failures: [], ignored: expect.any(String) });
    expect(await bot.receives("issue_comment", [])).toMatchObject({ failures: [], ignored: expect.any(String) });
    expect(bot.scopes).toEqual([]);
  });

  it("chatter costs no request", async () => {
    const bot = fakeBot([plugin("a"), plugin("b")]);
    await bot.receives("issue_comment", comment("looks good, see /a"));
    expect(bot.said).toEqual([]);
  });
});
