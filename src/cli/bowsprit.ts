#!/usr/bin/env node
import { Command } from "commander";
import { plugins } from "../plugins/index.ts";
import { version } from "../version.ts";
import { checkCommand } from "./check.ts";
import { commentCommand } from "./comment.ts";
import { demoCommand } from "./demo.ts";
import { ownersCommand } from "./owners.ts";
import { replayCommand } from "./replay.ts";
import { sendCommand } from "./send.ts";

/** The command line: `bowsprit` alone serves. */
function program(): Command {
  return new Command("bowsprit")
    .description("Prow's review workflow as one process: /commands, OWNERS files and safe merging for GitHub.")
    .version(version)
    .showHelpAfterError("(bowsprit --help lists the commands)")
    .addCommand(serveCommand(), { isDefault: true })
    .addCommand(demoCommand())
    .addCommand(checkCommand(() => plugins))
    .addCommand(ownersCommand())
    .addCommand(sendCommand())
    .addCommand(commentCommand())
    .addCommand(replayCommand());
}

function serveCommand(): Command {
  return new Command("serve")
    .description("take webhooks and act on them; settings come from the environment and .env (see .env.example)")
    .action(async () => {
      await import("../main.ts");
    });
}

try {
  await program().parseAsync();
} catch (error) {
  process.stderr.write(`bowsprit: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
