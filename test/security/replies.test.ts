import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatReply } from "../../src/bot/steps/format-reply.ts";
import { fitComment } from "../../src/github/verbs/comment-text.ts";
import { quoted } from "../../src/plugin-kit/quoted.ts";
import type { Verdict } from "../../src/plugins/approve/judge-approval.ts";
import { statusComment } from "../../src/plugins/approve/status-comment.ts";
import { hostileTexts } from "../plugin-kit/hostile-texts.ts";
import { liveParts } from "./live-markdown.ts";
import { forPages, messageModules, sentences } from "./sentences.ts";

const ADDRESS = "https://github.com/acme/app/pull/5";
const HARMLESS = ["pat", ADDRESS, "0123456789abcdef0123456789abcdef01234567"];
const hostile = [
  ...new Set([...hostileTexts, "https://x.example/) @bob [y](z", 'https://x.example "', "GH-7", "deadbeef"]),
];

const functions = Object.values(messageModules).flatMap((module) =>
  Object.entries(module).flatMap(([name, value]) => (typeof value === "function" ? [name] : [])),
);
const constants = Object.entries(messageModules).flatMap(([path, module]) =>
  Object.entries(module).flatMap(([name, value]) => (typeof value === "string" ? [[`${path} ${name}`, value]] : [])),
);

/** A verdict with one text for every person and path. */
function verdictOf(text: string): Verdict {
  const approval = { login: text, how: "approved", url: text, waivesIssue: false } as const;
  return {
    ...{ approved: false, filesApproved: false, byHandOnly: false, labelledByHand: false, rootApproverMissing: true },
    approvals: [approval],
    effective: new Set([text.toLowerCase()]),
    directories: [
      { directory: text, approvedBy: [text], fullyApproved: false },
      { directory: `${text}.md`, approvedBy: [text, text], fullyApproved: true },
    ],
    assigned: [text],
    unassigned: [text],
    issue: { required: true, waivedBy: [approval] },
  };
}

function metaOf(text: string): string {
  const json = JSON.stringify({ approvers: [text, text] });
  return `${json.replaceAll("<", "\\u003c").replaceAll(">", "\\u003e")} -->`;
}

/** What a text may add: a link to where a plain login's or an address's own words lead, and nothing for the rest. */
function unwanted(make: (text: string) => string, text: string): readonly string[] {
  const wanted = new Set(HARMLESS.flatMap((harmless) => liveParts(make(harmless))).map(shapeOf));
  return liveParts(make(text)).filter((part) => !wanted.has(shapeOf(part)));
}

/** Where a link leads may differ, as long as it is where links of ours lead. */
function shapeOf(part: string): string {
  return part
    .replace(/^link https:\/\/github\.com\/.*$/, "link on GitHub")
    .replace(/^html <!-- bowsprit[ :]([a-z-]+) ?[-\w]* ?-->/, "html <!-- bowsprit $1 -->");
}

describe("the sentences of the plugins", () => {
  it("are all here", () => {
    const files = readdirSync("src/plugins", { recursive: true, encoding: "utf8" });
    const modules = files.filter((file) => file.endsWith("messages.ts")).sort();
    expect(Object.keys(messageModules).sort()).toEqual(modules);
    const made = functions.filter((name) => !forPages.has(name));
    expect(Object.keys(sentences).sort()).toEqual([...new Set(made)].sort());
  });

  it.each(constants)("%s does nothing but what is written there", (_name, text) => {
    const parts = liveParts(text).filter((part) => !part.startsWith("html <!-- bowsprit"));
    expect(parts).toEqual([]);
  });

  it.each(Object.entries(sentences))("%s does no more with a hostile text than with a harmless one", (_name, make) => {
    const broken = hostile.map((text) => ({ text, parts: unwanted(make, text) })).filter(({ parts }) => parts.length);
    expect(broken).toEqual([]);
  });

  it.each(Object.entries(sentences))("%s carries no hidden marker of the text's", (_name, make) => {
    const forged = "<!-- bowsprit:lgtm-tree 0123456789abcdef0123456789abcdef01234567 -->";
    for (const text of [forged, `x ${forged}`, `\`${forged}`, "<!-- bowsprit invitation x -->"]) {
      const own = make("pat").split("<!--").length;
      expect(make(text).split("<!--")).toHaveLength(own);
    }
  });
});

describe("the status comment of approve", () => {
  const place = { owner: "acme", name: "app", baseBranch: "main", fileName: "OWNERS", linkUrl: "https://github.com" };
  const links = { commandHelpLink: ADDRESS, processLink: ADDRESS };

  it.each(hostile)("does no more than its links for paths, owners and branches such as %j", (text) => {
    const status = statusComment(verdictOf(text), { ...place, ...links, baseBranch: text, fileName: text });
    const parts = liveParts(status);
    const [details, ...rest] = parts.filter((part) => !part.startsWith("link https://github.com/"));
    expect(details).toBe(`html </details>\n<!-- META=${metaOf(text)}`);
    expect(rest).toEqual(["html <details open>\n<summary>Files and approvers</summary>"]);
  });
});

describe("a comment that is cut", () => {
  it("sets nothing free that stood in a code span", () => {
    const line = `- ${quoted("@bob #1 <img src=x>".repeat(10))}\n`;
    for (let more = 0; more < line.length; more += 1) {
      const cut = fitComment(`${"x".repeat(more)}\n${line.repeat(400)}`);
      expect(cut.length).toBeLessThanOrEqual(60_001);
      expect(liveParts(cut.slice(-400).slice(cut.slice(-400).indexOf("\n") + 1))).toEqual([]);
    }
  });
});

describe("a whole reply", () => {
  it.each(hostile)("mentions its reader and links to what it answers, whatever that said: %j", (text) => {
    const body = formatReply({ author: "pat", url: ADDRESS, body: text }, [`I do not know ${quoted(text)}.`]);
    expect(liveParts(body)).toEqual(["html </details>", "html <details>", `link ${ADDRESS}`, "mention @pat"]);
  });
});
