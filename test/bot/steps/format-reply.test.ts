import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatReply } from "../../../src/bot/steps/format-reply.ts";
import { hostileTexts } from "../../plugin-kit/hostile-texts.ts";

const url = "https://github.com/acme/app/pull/5#issuecomment-99";
const reply = (body: string, ...messages: string[]) => formatReply({ author: "alice", url, body }, messages);

describe("a reply", () => {
  it("names the commenter, says it, and quotes the text folded away", () => {
    expect(reply("please\r\n/hold", "Held.", "Really.")).toBe(
      [
        "@alice: Held.",
        "",
        "Really.",
        "",
        "<details>",
        "",
        `In response to [this](${url}):`,
        "",
        "> ```text",
        "> please",
        "> /hold",
        "> ```",
        "",
        "</details>",
      ].join("\n"),
    );
  });

  it("has no line that is a command, whoever wrote it", () => {
    const lines = reply("/hold\n/lgtm", "/close\n/reopen").split("\n");
    expect(lines.filter((line) => line.startsWith("/"))).toEqual([]);
    expect(formatReply({ author: undefined, url, body: "" }, ["/hold"])).toMatch(/^\\\/hold\n/);
  });

  it("cuts a long text and stays under GitHub's limit", () => {
    const long = reply("é".repeat(60_000), "𝒳".repeat(60_000));
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(60_000);
    expect(long).not.toContain("\uFFFD");
    expect(long.match(/é/g)).toHaveLength(2_000);
    expect(long.endsWith("</details>")).toBe(true);
  });

  it("links only to web addresses", () => {
    expect(formatReply({ author: "a", url: "javascript:alert(1)", body: "" }, ["x"])).toContain("[this](#)");
    expect(formatReply({ author: "a", url: "https://x/) [y](z", body: "" }, ["x"])).toContain("[this](#)");
  });

  it.each(hostileTexts)("keeps a hostile text inside its code block: %j", (text) => {
    expectCaged(text);
  });

  it("keeps any text inside its code block", () => {
    const piece = fc.constantFrom(
      "`",
      "```",
      "~~~",
      "\n",
      "> ",
      "</details>",
      "<!--",
      "-->",
      "@bob",
      "x",
      "\r",
      "\u202e",
    );
    fc.assert(fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => expectCaged(pieces.join(""))));
  });
});

/** Inside the fence: only quoted lines, none of which closes it; no marker a bot could take for its own. */
function expectCaged(body: string): void {
  const text = reply(body, "No.");
  const lines = text.split("\n");
  const open = lines.findIndex((line) => /^> `+text$/.test(line));
  const fence = /`+/.exec(lines[open] ?? "")?.[0] ?? "";
  expect(fence.length).toBeGreaterThanOrEqual(3);
  const close = lines.findIndex((line, index) => index > open && line === `> ${fence}`);
  expect(lines.slice(close)).toEqual([`> ${fence}`, "", "</details>"]);
  for (const line of lines.slice(open + 1, close)) {
    expect(line.startsWith("> ")).toBe(true);
    expect(line.includes(fence)).toBe(false);
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  }
  expect(text).not.toContain("<!--");
}
