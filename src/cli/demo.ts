import { Command, InvalidArgumentError } from "commander";
import { ownCommandLine } from "./demo/own-command-line.ts";
import { type DemoOptions, runDemo } from "./demo/run-demo.ts";
import { wantsColours } from "./ink.ts";

const MOST_LATENCY = 5_000;

const HELP = `
A GitHub in a box and the bot run on loopback, with a configuration, people and files made up for it. Nothing is
installed, no account is used, and what the bot stores goes to a temporary directory that is removed at the end.
The exit code is 0 when every step led to what it must, and 1 otherwise.

Examples:
  bowsprit demo                 play the story and end
  bowsprit demo --latency 40    the same, with 40 ms added to every request to GitHub
  bowsprit demo --stay          keep it running, and try commands yourself with "bowsprit comment"`;

/** `bowsprit demo`: the bot at work on a GitHub in a box; sets the exit code. */
export function demoCommand(): Command {
  return new Command("demo")
    .description("watch the bot at work on two pull requests and an issue, without account or network")
    .option("--stay", "keep it running afterwards and show what happens, until Ctrl+C")
    .option("--latency <ms>", "milliseconds added to every request to GitHub", parseLatency, 0)
    .addHelpText("after", HELP)
    .action(async ({ stay, latency }: { stay?: boolean; latency: number }) => {
      const options: DemoOptions = {
        print: (text) => process.stdout.write(`${text}\n`),
        colours: wantsColours(process.stdout, process.env),
        latency,
        stay: stay === true,
        stop: interruption(),
        commandLine: ownCommandLine(process.argv[1] ?? "", process.cwd()),
      };
      process.exitCode = await runDemo(options);
    });
}

/**
 * Fires once: on a signal, or when nobody reads any more. A second signal is often the first one passed on by a program
 * between, so it changes nothing.
 */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.on("SIGINT", stop).on("SIGTERM", stop);
  process.stdout.on("error", stop);
  return controller.signal;
}

function parseLatency(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= MOST_LATENCY) return value;
  throw new InvalidArgumentError(`Give whole milliseconds from 0 to ${MOST_LATENCY}.`);
}
