import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scanCommands } from "../../src/plugin-kit/scan-commands.ts";

const shown = (body: string) => scanCommands(body).map((line) => line.raw);

describe("a command starts in column 0 and is a whole word", () => {
  it.each<[string, string, readonly string[]]>([
    ["alone", "/lgtm", ["/lgtm"]],
    ["with an argument", "/area api", ["/area api"]],
    ["tab before the argument", "/area\tapi", ["/area\tapi"]],
    ["trailing blanks stay", "/lgtm \t", ["/lgtm \t"]],
    ["between prose", "thanks\n/lgtm\nbye", ["/lgtm"]],
    ["several", "/lgtm\n/approve\n/lgtm", ["/lgtm", "/approve", "/lgtm"]],
    ["carriage returns", "Good.\r\n\r\n/lgtm\r\n/kind bug\r\n", ["/lgtm", "/kind bug"]],
    ["capitals", "/LGTM", ["/LGTM"]],
    ["digits and dashes", "/remove-sig-2", ["/remove-sig-2"]],
    ["after a blank", " /lgtm", []],
    ["after a tab", "\t/lgtm", []],
    ["inside a line", "x /lgtm", []],
    ["a full stop", "/lgtm.", []],
    ["a path", "/usr/bin/env", []],
    ["a comma", "/lgtm, thanks", []],
    ["an underscore", "/hold_on", []],
    ["a digit first", "/2lgtm", []],
    ["two slashes", "//lgtm", []],
    ["a slash alone", "/", []],
    ["no-break space", "/lgtm\u00a0", []],
    ["Cyrillic a", "/\u0430pprove", []],
    ["Kelvin sign", "/\u212aind bug", []],
    ["long s", "/\u017fig node", []],
    ["full width", "/\uff4cgtm", []],
    ["after a line separator", "hi\u2028/lgtm", []],
    ["after a lone carriage return", "hi\r/lgtm", []],
    ["a lone carriage return in the line", "/lgtm \r x", []],
    ["a line separator in the line", "/hold a\u2028b", []],
    ["right-to-left override", "/hold \u202ex", []],
    ["zero-width space", "/hold \u200bx", []],
    ["zero-width joiner after the name", "/lgtm\u200d", []],
    ["byte order mark", "\ufeff/lgtm", []],
    ["NUL", "/hold \0", []],
    ["a C1 control", "/hold \u0085", []],
    ["letters of any script in an argument", "/retitle Größe 試験", ["/retitle Größe 試験"]],
    ["512 characters", `/hold ${"x".repeat(506)}`, [`/hold ${"x".repeat(506)}`]],
    ["513 characters", `/hold ${"x".repeat(507)}`, []],
  ])("%s", (_, body, expected) => {
    expect(shown(body)).toEqual(expected);
  });
});

describe("what is shown as code, quote or not at all is no command", () => {
  const fence = "```";
  it.each<[string, string, readonly string[]]>([
    ["fenced", `${fence}\n/lgtm\n${fence}`, []],
    ["after a fence", `${fence}\ncode\n${fence}\n/lgtm`, ["/lgtm"]],
    ["tildes", "~~~\n/lgtm\n~~~\n/hold", ["/hold"]],
    ["info string", `${fence}sh\n/lgtm\n${fence}\n/hold`, ["/hold"]],
    ["never closed", `${fence}\n/lgtm`, []],
    ["three blanks in", `   ${fence}\n/lgtm\n   ${fence}\n/hold`, ["/hold"]],
    ["four blanks in is no fence", `    ${fence}\n/lgtm`, ["/lgtm"]],
    ["closed by a longer fence", `${fence}\n/lgtm\n\`${fence}\n/hold`, ["/hold"]],
    ["not closed by a shorter one", `\`${fence}\n${fence}\n/lgtm`, []],
    ["not closed by the other mark", `${fence}\n~~~\n/lgtm`, []],
    ["not closed with text behind", `${fence}\n${fence} x\n/lgtm`, []],
    ["closed with blanks behind", `${fence}\n${fence}  \n/lgtm`, ["/lgtm"]],
    ["not closed four blanks in", `${fence}\n    ${fence}\n/lgtm`, []],
    ["not closed after a no-break space", `${fence}\n\u00a0${fence}\n/lgtm`, []],
    ["two backticks are no fence", "``\n/lgtm\n``", ["/lgtm"]],
    ["a code span on one line is no fence", `${fence}code${fence}\n/lgtm`, ["/lgtm"]],
    ["tildes may have backticks behind", "~~~ `x`\n/lgtm", []],
    ["a fence ends a paragraph", `text\n${fence}\n/lgtm`, []],
    ["a fence in a list item", `- ${fence}\n  /x\n  ${fence}\n/lgtm`, ["/lgtm"]],
    ["a fence in a numbered item", `10. ${fence}\n    code\n    ${fence}\n/lgtm`, ["/lgtm"]],
    ["a list item ends its open fence", `- ${fence}\n  code\n/lgtm`, ["/lgtm"]],
    ["a fence under a list item", `1. do\n   ${fence}\n/x\n   ${fence}\n/lgtm`, ["/lgtm"]],
    ["CRLF around a fence", `${fence}\r\n/lgtm\r\n${fence}\r\n/hold\r\n`, ["/hold"]],
    ["indented code", "    /lgtm", []],
    ["a code span", "`/lgtm`", []],
    ["a quote", "> /lgtm", []],
    ["a quote without a blank", ">/lgtm", []],
    ["right under a quote", "> please\n/lgtm", ["/lgtm"]],
    ["a fence inside a quote ends with it", `> ${fence}\n/lgtm`, ["/lgtm"]],
    ["a list item", "- /lgtm", []],
    ["an HTML comment", "<!-- /lgtm -->", []],
    ["over several lines", "<!--\n/lgtm\n-->\n/hold", ["/hold"]],
    ["an HTML comment with blank lines", "<!--\n\n/lgtm\n\n-->\n/hold", ["/hold"]],
    ["never closed at a line's start", "<!--\n/lgtm", []],
    ["three blanks in", "   <!--\n/lgtm\n-->", []],
    ["the line that ends it", "<!--\nx\n/lgtm -->\n/hold", ["/hold"]],
    ["inside a paragraph", "text <!--\n/lgtm\n--> more\n/hold", ["/hold"]],
    ["inside a paragraph, never closed", "text <!--\n/lgtm", ["/lgtm"]],
    ["inside a paragraph, closed in the next one", "text <!--\n\n/lgtm\n-->", ["/lgtm"]],
    ["in a code span it opens nothing", "use `<!--` here\n/lgtm\nand -->", ["/lgtm"]],
    ["in a longer code span", "use `` ` <!-- `` here\n/lgtm\n-->", ["/lgtm"]],
    ["a backtick without a partner protects nothing", "a ` b <!--\n/lgtm\n-->", []],
    ["an escaped backtick protects nothing", "\\`<!--`\n/lgtm\n-->", []],
    ["an escaped one", "text \\<!--\n/lgtm\n-->", ["/lgtm"]],
    ["the shortest one", "text <!-->\n/lgtm\n-->", ["/lgtm"]],
    ["two in one paragraph", "a <!-- x --> b <!--\n/lgtm\n-->\n/hold", ["/hold"]],
    ["a fence inside one", `<!--\n${fence}\n-->\n/lgtm`, ["/lgtm"]],
    ["one inside a fence", `${fence}\n<!--\n${fence}\n/lgtm`, ["/lgtm"]],
    ["a quote in the paragraph ends it", "text <!--\n> quote\n/lgtm -->", ["/lgtm -->"]],
    ["indented text goes on with the paragraph", "text\n    <!--\n/lgtm\n-->", []],
    ["indented code does not", "    <!--\n/lgtm\n-->", ["/lgtm"]],
  ])("%s", (_, body, expected) => {
    expect(shown(body)).toEqual(expected);
  });
});

describe("a scanned line", () => {
  it("has the name in lower case, the rest as it stands, and its number", () => {
    expect(scanCommands("hi\r\n/KIND  Bug \r\n")).toEqual([
      { name: "kind", text: "  Bug ", line: 2, raw: "/KIND  Bug " },
    ]);
  });
});

const piece = fc.constantFrom(
  ..."`~<!->/ \t\r\n\\#a1".split(""),
  "```",
  "<!--",
  "-->",
  "\n/lgtm",
  "\n/hold x",
  "> ",
  "- ",
  "\n\n",
  "    ",
  "\u2028",
  "é",
);
const markdown = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

describe("for any text", () => {
  it("reports lines that are there, in order, in column 0", () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const source = body.split("\n").map((line) => line.replace(/\r$/, ""));
        const found = scanCommands(body);
        for (const { raw, line, name, text } of found) {
          expect(source[line - 1]).toBe(raw);
          expect(`/${name}${text}`.toLowerCase()).toBe(raw.toLowerCase());
        }
        expect(found.map(({ line }) => line)).toEqual([...found].map(({ line }) => line).sort((a, b) => a - b));
      }),
    );
  });

  it("finds nothing in it once it is quoted, indented or fenced", () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const lines = body.split("\n");
        expect(shown(lines.map((line) => `> ${line}`).join("\n"))).toEqual([]);
        expect(shown(lines.map((line) => `    ${line}`).join("\n"))).toEqual([]);
        expect(shown(["~".repeat(200), ...lines].join("\n"))).toEqual([]);
      }),
    );
  });

  it("finds the same with either line end", () => {
    fc.assert(
      fc.property(markdown, (body) => {
        const unix = body.replaceAll("\r", "");
        expect(shown(unix.replaceAll("\n", "\r\n"))).toEqual(shown(unix));
      }),
    );
  });

  it("finds every command of a text without markup", () => {
    const line = fc.constantFrom("hello", "/lgtm", "/hold x", "", "see #1", "a/b");
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        expect(shown(lines.join("\n"))).toEqual(lines.filter((text) => text.startsWith("/")));
      }),
    );
  });
});

const FULL = 65_536;
const hostile: readonly [string, (length: number) => string][] = [
  ["backticks", (n) => `${"`".repeat(n)}\n/lgtm`],
  ["code spans", (n) => `a ${"` ".repeat(n / 2)}<!--\n/lgtm`],
  ["backticks without a partner", (n) => `a ${"` `` ".repeat(n / 5)}<!--\n/lgtm`],
  ["backtick runs of growing length", (n) => `a ${growingRuns(n)}<!--\n/lgtm`],
  ["escaped backticks", (n) => `a ${"\\`` ".repeat(n / 4)}<!--\n/lgtm`],
  ["opened comments", (n) => `a ${"<!--".repeat(n / 4)}\n/lgtm`],
  ["opened and half closed comments", (n) => `a ${"<!--".repeat(n / 8)}${"--".repeat(n / 8)}\n/lgtm`],
  ["whole comments and commands", (n) => "a <!-- x -->\n/lgtm\n".repeat(n / 19)],
  ["unclosed comments, a paragraph each", (n) => "a <!--\n/x\n\n".repeat(n / 11)],
  ["blanks", (n) => `/lgtm${" ".repeat(n)}x\n/lgtm`],
  ["tabs", (n) => `a\n${"\t".repeat(n)}\n/lgtm`],
  ["line ends", (n) => `${"\n".repeat(n)}/lgtm`],
  ["carriage returns", (n) => `${"\r".repeat(n)}\n/lgtm`],
  ["list markers", (n) => `${"- ".repeat(n / 2)}\`\`\`\n/lgtm`],
  ["numbers", (n) => `${"1".repeat(n)}. x\n/lgtm`],
  ["quotes", (n) => `${"> ".repeat(n / 2)}\n/lgtm`],
  ["fences", (n) => "```\n".repeat(n / 4)],
  ["tildes", (n) => `${"~".repeat(n)}\n/lgtm`],
  ["commands", (n) => "/lgtm\n".repeat(n / 6)],
  ["one long name", (n) => `/${"a".repeat(n)}\n/lgtm`],
  ["slashes", (n) => "/\n".repeat(n / 2)],
  ["backslashes", (n) => `a ${"\\".repeat(n)}<!--\n/lgtm`],
];

function growingRuns(length: number): string {
  let text = "";
  for (let run = 1; text.length < length; run += 1) text += `${"`".repeat(run)} `;
  return text;
}

/** Least processor time of several runs, in microseconds. */
function cost(body: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 7; run += 1) {
    const start = process.cpuUsage();
    for (let repeat = 0; repeat < 4; repeat += 1) scanCommands(body);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, user + system);
  }
  return least;
}

describe("the largest comments GitHub takes", () => {
  it.each(hostile)("cost no more than their length: %s", (_, make) => {
    // Sixteen times the text: sixteen times the work when linear, 256 times when quadratic.
    const ratio = cost(make(FULL)) / Math.max(cost(make(FULL / 16)), 100);
    expect(ratio).toBeLessThan(64);
  });

  it("are read to their end", () => {
    expect(shown("/lgtm\n".repeat(10_922))).toHaveLength(10_922);
    expect(shown(`${"`".repeat(FULL - 6)}x\n/lgtm`)).toEqual([]);
    expect(shown(`${"- ".repeat(30_000)}x\n/lgtm`)).toEqual(["/lgtm"]);
  });
});
