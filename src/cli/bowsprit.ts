#!/usr/bin/env node
import { Command } from "commander";
import { didYouMean } from "../config/nearest-name.ts";
import { withoutControls } from "../config/printable.ts";
import { plugins } from "../plugins/index.ts";
import { version } from "../version.ts";
import { checkCommand } from "./check.ts";
import { commentCommand } from "./comment.ts";
import { demoCommand } from "./demo.ts";
import { ownersCommand } from "./owners.ts";
import { print } from "./print.ts";
import { replayCommand } from "./replay.ts";
import { sendCommand } from "./send.ts";

/** The command line: `bowsprit` alone serves. */
function program(): Command {
  const bowsprit = new Command("bowsprit")
    .description("Prow's review workflow as one process: /commands, OWNERS files and safe merging for GitHub.")
    .version(version)
    .showHelpAfterError("(bowsprit --help lists the commands, bowsprit <command> --help explains one)");
  bowsprit.addCommand(serveCommand(bowsprit), { isDefault: true });
  const others = [
    demoCommand(),
    checkCommand(() => plugins),
    ownersCommand(),
    sendCommand(),
    commentCommand(),
    replayCommand(),
  ];
  for (const command of others) bowsprit.addCommand(command.copyInheritedSettings(bowsprit));
  return bowsprit;
}

function serveCommand(bowsprit: Command): Command {
  return new Command("serve")
    .description("take webhooks and act on them; settings come from the environment and .env (see .env.example)")
    .copyInheritedSettings(bowsprit)
    .allowExcessArguments()
    .action(async (_: unknown, command: Command) => {
      // A word that names no command ends up here, because serving is what happens without one.
      const [word] = command.args;
      if (word !== undefined) {
        const names = bowsprit.commands.map((other) => other.name());
        command.error(`error: unknown command '${word}'${didYouMean(word, names)}`);
      }
      await import("../main.ts");
    });
}

try {
  await program().parseAsync();
} catch (error) {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  print(`bowsprit: ${lines.map(withoutControls).join("\n")}`, process.stderr);
  process.exitCode = 1;
}
