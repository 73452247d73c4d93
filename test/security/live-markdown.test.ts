import { describe, expect, it } from "vitest";
import { liveParts } from "./live-markdown.ts";

describe("the eye for live Markdown", () => {
  it.each([
    ["hello @bob", ["mention @bob"]],
    ["hello @acme/leads", ["mention @acme/leads"]],
    ["mail bob@example.org", ["link mailto:bob@example.org"]],
    ["see #1 and acme/app#2 and GH-3", ["issue #1", "issue GH-3", "issue acme/app#2"]],
    ["fixes #1", ["closing word fixes #1", "issue #1"]],
    ["[x](https://a.example)", ["link https://a.example"]],
    ["www.a.example", ["link http://www.a.example"]],
    ["![x](https://a.example/p.png)", ["image"]],
    ["![x][y]\n\n[y]: https://a.example", ["definition", "imageReference"]],
    ["a <b>c</b>", ["html </b>", "html <b>"]],
    ["<!-- x -->", ["html <!-- x -->"]],
    ["# a", ["heading"]],
    ["x[^1]\n\n[^1]: y", ["footnoteDefinition", "footnoteReference"]],
    ["| a |\n|---|\n| @b |", ["mention @b", "table", "tableCell", "tableCell", "tableRow", "tableRow"]],
    ["`@bob` `fixes #1` `![x](y)` `<b>`", []],
    ["```\n@bob #1\n```", []],
    ["``a`` @bob ``b``", ["mention @bob"]],
    ["> @bob", ["mention @bob"]],
    ["plain **words** ~~gone~~\n- item", []],
  ])("sees in %j: %j", (markdown, seen) => {
    expect(liveParts(markdown)).toEqual(seen);
  });
});
