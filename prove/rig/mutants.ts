import type { Mutant } from "./build.ts";

/** The bugs that are planted in copies of the build; a proof names those it must catch. */
export const mutants = {
  ackBeforeCommit: {
    name: "answers before the commit",
    breaks: /accepted deliveries are gone|left before their pages were synced|not told by a 503/,
    edits: [
      {
        file: "inbox/admission.js",
        find: "return await putting;",
        replace: 'putting.catch(() => {}); return "stored";',
      },
    ],
  },
  unsyncedJournal: {
    name: "does not sync the journal",
    breaks: /left before their pages were synced/,
    edits: [
      {
        file: "inbox/sqlite/journal.js",
        find: "fdatasyncSync(this.#descriptor);",
        replace: "",
      },
    ],
  },
  noSettle: {
    name: "looks at once for what may still be on its way",
    breaks: /answered more than once/,
    edits: [
      { file: "github/verbs/comment-once.js", find: "const settleMs = 12_000", replace: "const settleMs = -1e15" },
    ],
  },
  repeatsWrites: {
    name: "sends a POST again after a bad answer",
    breaks: /answered more than once/,
    edits: [
      {
        file: "github/connection/octokit-transport.js",
        find: "return answerOf(options, hop, error);",
        replace:
          "return error.status >= 500 && !hop.again ? sendOnce(options, { ...hop, again: true }) : answerOf(options, hop, error);",
      },
    ],
  },
  noIntent: {
    name: "keeps no intent before the request",
    breaks: /answered more than once/,
    edits: [
      {
        file: "github/verbs/comment-once.js",
        find: 'if (state !== "new")',
        replace: "if (false)",
      },
    ],
  },
  noSilence: {
    name: "does not wait for retry-after",
    breaks: /rules were broken/,
    edits: [{ file: "github/limits/silence.js", find: "return Math.max(this.#until - now, 0);", replace: "return 0;" }],
  },
  noContentLimit: {
    name: "makes comments as fast as it can",
    breaks: /rules were broken/,
    edits: [{ file: "github/ask.js", find: '? "content" : "write"', replace: '? "read" : "write"' }],
  },
  quadraticScan: {
    name: "a pattern that goes back and forth",
    breaks: /visible-lines\.js: .* takes \d+ ms/,
    edits: [
      {
        file: "plugin-kit/visible-lines.js",
        find: "const TEXT = ",
        replace: "export const trailing = (text) => text.replace(/\\s+$/, '');\nconst TEXT = ",
      },
    ],
  },
  rawEcho: {
    name: "repeats a text in a fence that the text can close",
    breaks: /holds live text/,
    edits: [
      {
        file: "bot/steps/format-reply.js",
        find: "Math.max(3, longestRun(lines) + 1)",
        replace: "3",
      },
    ],
  },
  noByteBudget: {
    name: "buffers whatever is sent",
    breaks: /memory reached/,
    edits: [{ file: "server/byte-budget.js", find: "if (all > total)", replace: "return true;\nif (all > total)" }],
  },
  noScrubbing: {
    name: "logs what it is given",
    breaks: /^(log|answers|file \S+) holds /,
    edits: [
      { file: "log.js", find: "destination.write(scrub(line, secrets))", replace: "destination.write(line)" },
      {
        file: "server/intake.js",
        find: "return UNSIGNED;\n    return store",
        replace:
          "{ options.log.warn({ signature: headers.signature }, 'unsigned'); return UNSIGNED; }\n    return store",
      },
    ],
  },
  noCheckOfFile: {
    name: "opens a file without looking at it",
    breaks: /was not set aside|log does not say it|does not start/,
    edits: [{ file: "inbox/sqlite/open-database.js", find: 'if (found !== "ok")', replace: "if (false)" }],
  },
  neverQuarantines: {
    name: "runs what kills it again and again",
    breaks: /were not put away|it died \d+ times of/,
    edits: [{ file: "inbox/limits.js", find: "crashes: 3,", replace: "crashes: 1e9," }],
  },
  takesEmptyFile: {
    name: "takes an empty file for a configuration",
    breaks: /came into force/,
    edits: [{ file: "config/watch-configuration.js", find: 'if (text.trim() === "")', replace: "if (false)" }],
  },
  readsTooEarly: {
    name: "reads files that are being written",
    breaks: /came into force/,
    edits: [{ file: "config/watch-configuration.js", find: "if (settled)", replace: "if (true)" }],
  },
  neverCatchesUp: {
    name: "does not look for what it missed",
    breaks: /were not visible/,
    edits: [{ file: "main.js", find: "upkeep: fullUpkeep", replace: "upkeep: { care: true }" }],
  },
  neverDoubts: {
    name: "believes that a restored store knows everything",
    breaks: /answered more than once/,
    edits: [
      {
        file: "compose/doubts.js",
        find: "Number(await values.get(keyOf(delivery))) || undefined",
        replace: "undefined",
      },
    ],
  },
  cutsConnections: {
    name: "leaves at once on SIGTERM",
    breaks: /were cut off/,
    edits: [{ file: "main.js", find: "await running.stop();", replace: "" }],
  },
  forgetsPushes: {
    name: "forgets that commits were pushed",
    breaks: /the labels are .* instead of|lgtm on a head that nobody approved/,
    edits: [
      {
        file: "plugins/lgtm/moves.js",
        find: "await memory.recall(number, keyOf(kind))",
        replace: 'kind === "push" ? undefined : await memory.recall(number, keyOf(kind))',
      },
    ],
  },
  forgetsGrants: {
    name: "forgets for what lgtm was given",
    breaks: /the labels are .* instead of/,
    edits: [{ file: "plugins/lgtm/grant.js", find: "await memory.recall(number, KEY)", replace: "undefined" }],
  },
  forgetsWords: {
    name: "forgets who spoke last",
    breaks: /the labels are .* instead of/,
    edits: [{ file: "plugin-kit/latest-word.js", find: "await memory.recall(number, KEY)", replace: "undefined" }],
  },
  keepsLgtmOnPush: {
    name: "leaves lgtm on when commits are pushed",
    breaks: /lgtm on a head that nobody approved/,
    edits: [{ file: "plugins/lgtm/drop-on-push.js", find: "if (await staysOn(ctx))", replace: "if (true)" }],
  },
} as const satisfies Record<string, Mutant>;
