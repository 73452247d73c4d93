import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logins, loginsAndTeams } from "../../../src/plugins/assign/names.ts";

describe("the names after /assign", () => {
  it.each([
    ["", []],
    [" \t", []],
    [" @ann", ["ann"]],
    [" ann", ["ann"]],
    [" @ann @rick", ["ann", "rick"]],
    [" @hello-world @allow_underscore \t\r", ["hello-world", "allow_underscore"]],
    [" @ANN", ["ANN"]],
    ["  @ann", undefined],
    [" @ann  @rick", undefined],
    ["\t@ann", undefined],
    [" @ann\t@rick", undefined],
    [" @ann,@rick", undefined],
    [" @@ann", undefined],
    [" @", undefined],
    [" @Invalid$User", undefined],
    [" dependabot[bot]", undefined],
    [" @acme/leads", undefined],
    [" @annе", undefined],
    [" ann.", undefined],
    [" ann\u00a0", undefined],
  ])("%j", (line, names) => {
    expect(logins.parse(line)).toEqual(names);
  });
});

describe("the names after /cc", () => {
  it.each([
    ["", []],
    [" @rick", ["rick"]],
    ["   rick    @pat ", ["rick", "pat"]],
    [" @acme/leads rick", ["acme/leads", "rick"]],
    ["\trick", undefined],
    [" rick, pat", undefined],
    [" @@rick", undefined],
    [" rick.", undefined],
  ])("%j", (line, names) => {
    expect(loginsAndTeams.parse(line)).toEqual(names);
  });
});

describe("any line", () => {
  it("yields names of letters, digits, _, - and, for teams, / or nothing at all", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(" ", "@", "a", "B", "9", "_", "-", "/", "\t", ",", "é", "\u017f") }),
        (line) => {
          for (const name of logins.parse(line) ?? []) expect(name).toMatch(/^[-A-Za-z0-9_]+$/);
          for (const name of loginsAndTeams.parse(line) ?? []) expect(name).toMatch(/^[-/A-Za-z0-9_]+$/);
        },
      ),
    );
  });

  it("yields the names that were written", () => {
    const login = fc.stringMatching(/^[-A-Za-z0-9_]{1,39}$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(login, fc.boolean())), (people) => {
        const line = people.map(([name, at]) => ` ${at ? "@" : ""}${name}`).join("");
        const names = people.map(([name]) => name);
        expect(logins.parse(line)).toEqual(names);
        expect(loginsAndTeams.parse(line)).toEqual(names);
      }),
    );
  });
});
