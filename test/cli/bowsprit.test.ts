import { describe, expect, it } from "vitest";
import { version } from "../../src/version.ts";
import { runCli } from "../process/start-node.ts";

describe("bowsprit", () => {
  it("lists its commands", async () => {
    const { code, stdout } = await runCli(["--help"]);
    expect(code).toBe(0);
    for (const name of ["serve", "demo", "check", "owners", "send", "comment", "replay"]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, "m"));
    }
  });

  it("knows its version", async () => {
    expect(await runCli(["--version"])).toMatchObject({ code: 0, stdout: `${version}\n` });
  });

  it.each([[["sail"]], [["--sail"]], [["demo", "--sail"]], [["replay", "--sail"]]])(
    "refuses %j and points to the help",
    async (args) => {
      const { code, stdout, stderr } = await runCli(args);
      expect(code).not.toBe(0);
      expect(stdout).toBe("");
      expect(stderr).toContain("--help");
    },
  );

  it("names a command that it does not know", async () => {
    expect((await runCli(["sail"])).stderr).toContain("unknown command 'sail'\n");
    expect((await runCli(["chek"])).stderr).toContain("unknown command 'chek'; did you mean \"check\"?\n");
  });

  it.each([[["chek", "--help"]], [["help", "chek"]]])("does not explain %j, which there is not", async (args) => {
    const { code, stdout, stderr } = await runCli(args);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("unknown command 'chek'; did you mean \"check\"?\n");
  });

  it("explains replay", async () => {
    const { stdout } = await runCli(["replay", "--help"]);
    for (const option of ["--list", "--fresh", "--dry-run", "--file", "--event", "--data-dir"]) {
      expect(stdout).toContain(option);
    }
  });
});
