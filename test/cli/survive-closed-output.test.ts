import { EventEmitter } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { surviveClosedOutput } from "../../src/cli/survive-closed-output.ts";
import { type Running, startNode } from "../process/start-node.ts";

const temporary = mkdtempSync(join(tmpdir(), "bowsprit-test-"));
afterAll(() => rmSync(temporary, { recursive: true, force: true }));

/** What is there when the reader has left, as `head` does, before the command says its first word. */
async function unread(running: Running): Promise<{ code: number | null; stderr: string }> {
  running.child.stdout?.destroy();
  const { code } = await running.ended;
  return { code, stderr: running.stderr() };
}

describe("a command that nobody reads", () => {
  it.each([
    ["approvers: [ann]\n", 0],
    ["approvers: ann\n", 1],
  ])("checks %j and ends with %i, without a word", async (owners, code) => {
    writeFileSync(join(temporary, "OWNERS"), owners);
    const running = startNode("src/cli/bowsprit.ts", { args: ["check", "--dir", temporary] });
    expect(await unread(running)).toEqual({ code, stderr: "" });
  });

  it("leaves nothing of the demo behind, which ends although it was to stay", async () => {
    const own = mkdtempSync(join(temporary, "demo-"));
    const running = startNode("src/cli/bowsprit.ts", { args: ["demo", "--stay"], env: { TMPDIR: own } });
    expect(await unread(running)).toEqual({ code: 1, stderr: "" });
    expect(readdirSync(own).filter((name) => name.startsWith("bowsprit"))).toEqual([]);
  });
});

it("says once, in one sentence, what else keeps it from writing, and fails", async () => {
  const words: string[] = [];
  const output = new EventEmitter();
  const before = process.exitCode;
  try {
    surviveClosedOutput(output, { write: (text) => words.push(text) });
    output.emit("error", Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    expect([words, process.exitCode]).toEqual([[], before]);
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    output.emit("error", full);
    output.emit("error", full);
    expect([words, process.exitCode]).toEqual([["bowsprit: the output cannot be written (ENOSPC)\n"], 1]);
  } finally {
    process.exitCode = before;
  }
});
