import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parsePlace } from "../../src/cli/comment.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { startSandbox } from "../../src/sandbox/start-sandbox.ts";
import type { SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import { runCli } from "../process/start-node.ts";

describe("a place", () => {
  it.each([
    ["harbour/boats#1", { owner: "harbour", name: "boats", number: 1 }],
    ["https://github.com/harbour/boats/pull/12", { owner: "harbour", name: "boats", number: 12 }],
    ["http://127.0.0.1:4000/harbour/boats/issues/1#issuecomment-7", { owner: "harbour", name: "boats", number: 1 }],
    ["ann_acme/.github#3", { owner: "ann_acme", name: ".github", number: 3 }],
    ["a-b/c.d_e-f#1234567890", { owner: "a-b", name: "c.d_e-f", number: 1_234_567_890 }],
  ])("%s is read", (text, place) => {
    expect(parsePlace(text)).toEqual(place);
  });

  it.each(["", "harbour", "harbour/boats", "harbour/boats#", "harbour/boats#x", "harbour/boats/1", "#1", "a/b/c#1"])(
    "%j is none",
    (text) => {
      expect(parsePlace(text)).toBeUndefined();
    },
  );

  it.each([
    "harbour/boats#1 ",
    " harbour/boats#1",
    "harbour/boats#1\n",
    "har bour/boats#1",
    "../x#1",
    "x/..#1",
    "x/.#1",
    "x/y#0",
    "https://github.com/boats/../pull/12",
    "a/b#12345678901",
    "https://github.com/harbour/boats/pull/12/files",
    "https://github.com/../boats/pull/12",
  ])("%j is none either: it goes into an address", (text) => {
    expect(parsePlace(text)).toBeUndefined();
  });
});

it("prints nothing of an answer that could steer the terminal", async () => {
  const hostile = "\u001b[2Jgone\u009b1m\u202e\nok";
  const server = createServer((request, response) => {
    const status = request.url?.includes("/good/") ? 201 : 403;
    response.writeHead(status).end(JSON.stringify({ html_url: hostile, message: hostile }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const place of ["harbour/good#1", "harbour/boats#1"]) {
      const { stdout, stderr } = await runCli(["comment", place, "Ahoy!", "--token", "t", "--api", api]);
      expect(`${stdout}${stderr}`).toMatch(/^[^\n]*\[2Jgone 1m ok\n$/);
      for (const mark of ["\u001b", "\u009b", "\u202e"]) expect(`${stdout}${stderr}`).not.toContain(mark);
    }
  } finally {
    server.close();
  }
});

describe("bowsprit comment", () => {
  let sandbox: Sandbox;
  let issue: SubjectHandle;

  beforeEach(async () => {
    sandbox = await startSandbox();
    sandbox.world.createOrganization({ login: "harbour" });
    sandbox.world.createUser("rita");
    issue = sandbox.world.createRepository({ owner: "harbour", name: "boats" }).issue();
  });

  afterEach(() => sandbox.close());

  const comment = (...args: string[]) => runCli(["comment", ...args, "--api", sandbox.url]);

  it("writes as a person of the sandbox and prints where", async () => {
    const { code, stdout } = await comment("harbour/boats#1", "Ahoy!\n/hold", "--as", "rita");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^http:\/\/\S+\/harbour\/boats\/issues\/1#issuecomment-\d+\n$/);
    expect(issue.commentsBy("rita")).toEqual(["Ahoy!\n/hold"]);
  });

  it("writes with a token", async () => {
    const { code } = await comment("harbour/boats#1", "Ahoy!", "--token", sandbox.tokenOf("rita"));
    expect(code).toBe(0);
    expect(issue.commentsBy("rita")).toEqual(["Ahoy!"]);
  });

  it.each([
    ["harbour/boats", ["--as", "rita"], "bowsprit: harbour/boats names no issue: write owner/name#number"],
    ["harbour/boats#1", [], "bowsprit: nobody to write as"],
    ["harbour/boats#7", ["--as", "rita"], "bowsprit: GitHub answered 404: Not Found; harbour/boats#7 is not there"],
  ])("to %s with %j fails with a sentence", async (place, more, sentence) => {
    const { code, stderr } = await comment(place, "Ahoy!", ...more);
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
  });

  it("says nothing empty", async () => {
    const { code, stderr } = await comment("harbour/boats#1", " ", "--as", "rita");
    expect([code, stderr]).toEqual([1, "bowsprit: there is nothing to say: write the comment's text\n"]);
  });
});
