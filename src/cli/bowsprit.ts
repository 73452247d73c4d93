#!/usr/bin/env node
import { Command } from "commander";
import { didYouMean } from "../config/nearest-name.ts";
import { withoutControls } from "../config/printable.ts";
import { plugins } from "../plugins/index.ts";
import { version } from "../version.ts";
import { checkCommand } from "./check.ts";
import { commentCommand } from "./comment.ts";
import { demoCommand } from "./demo.ts";
import { oneLine } from "./one-line.ts";
import { ownersCommand } from "./owners.ts";
import { print } from "./print.ts";
import { replayCommand } from "./replay.ts";
import { sendCommand } from "./send.ts";
import { surviveClosedOutput } from "./survive-closed-output.ts";

/** The command line: `bowsprit` alone serves. */
function program(): Command {
  const bowsprit = new Command("bowsprit")
    .description("Prow's review workflow as one process: /commands in comments, and OWNERS files, for GitHub.")
    .version(version)
    .showHelpAfterError("(bowsprit --help lists the commands, bowsprit <command> --help explains one)");
  bowsprit.addCommand(serveCommand().copyInheritedSettings(bowsprit), { isDefault: true });
  const others = [
    demoCommand(),
    checkCommand(() => plugins),
    ownersCommand(),
    sendCommand(),
    commentCommand(),
    replayCommand(),
  ];
  for (const command of others) {
    command.hook("preAction", () => surviveClosedOutput());
    bowsprit.addCommand(command.copyInheritedSettings(bowsprit));
  }
  return bowsprit;
}

const SERVE_HELP = `
Without credentials it serves http://localhost:3000/setup, which creates a GitHub App. SIGTERM and Ctrl+C stop it; what
it has accepted is on disk and runs at the next start.

Exit codes: 0 stopped, 1 failed, 2 the environment or the configuration is not usable, 70 the inbox's file is damaged.`;

function serveCommand(): Command {
  return new Command("serve")
    .description("take webhooks and act on them; settings come from the environment and .env (see .env.example)")
    .addHelpText("after", SERVE_HELP)
    .action(async () => {
      await import("../main.ts");
    });
}

/** Serving is what happens without a command, so a word that names none is refused before anything is done with it. */
function refuseUnknown(bowsprit: Command, words: readonly string[]): void {
  const [first, second] = words;
  const word = first === "help" ? second : first;
  const names = [...bowsprit.commands.map((command) => command.name()), "help"];
  if (word === undefined || word.startsWith("-") || names.includes(word)) return;
  bowsprit.error(`error: unknown command '${oneLine(word)}'${didYouMean(word, names)}`);
}

try {
  const bowsprit = program();
  refuseUnknown(bowsprit, process.argv.slice(2));
  await bowsprit.parseAsync();
} catch (error) {
  const lines = (error instanceof Error ? error.message : String(error)).split("\n");
  print(`bowsprit: ${lines.map(withoutControls).join("\n")}`, process.stderr);
  process.exitCode = 1;
}
