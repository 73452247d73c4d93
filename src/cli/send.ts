import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { loadEnvFile } from "../environment/load-env-file.ts";
import { sign } from "../server/signature.ts";
import { oneLine } from "./one-line.ts";
import { readPayloadFile } from "./payload-file.ts";
import { print } from "./print.ts";
import { reach } from "./reach.ts";
import { firstSecret, serverUrl } from "./replay/server-address.ts";

export interface SendOptions {
  readonly event: string;
  readonly url: string;
  readonly secret: string;
  readonly delivery: string;
}

export interface SendAnswer {
  readonly status: number;
  readonly sentence: string;
}

/** Signs a payload as GitHub does and posts it. Rejects when the server cannot be reached. */
export async function sendDelivery(body: string | Uint8Array, options: SendOptions): Promise<SendAnswer> {
  const answer = await reach(options.url, {
    method: "POST",
    body: typeof body === "string" ? body : new Uint8Array(body),
    headers: {
      "content-type": "application/json",
      "user-agent": "bowsprit-send",
      "x-github-event": options.event,
      "x-github-delivery": options.delivery,
      "x-hub-signature-256": sign(body, options.secret),
    },
  });
  return { status: answer.status, sentence: (await answer.text()).trim() };
}

interface Given {
  readonly event: string;
  readonly url?: string;
  readonly secret?: string;
  readonly delivery?: string;
}

const HELP = `
The answer is printed as one line; the exit code is 1 when the bot refuses. What is not given is read from the
environment and .env, as the server does.

Examples:
  bowsprit send comment.json --event issue_comment
  bowsprit send comment.json --event issue_comment --url http://localhost:4000/hook --secret "$WEBHOOK_SECRET"`;

/** `bowsprit send`: what GitHub would post, from a file. */
export function sendCommand(): Command {
  return new Command("send")
    .description("sign a payload file and post it to a running bot, as GitHub would")
    .argument("<payload>", "a JSON file, or - for standard input")
    .requiredOption("--event <name>", "the X-GitHub-Event header, for example issue_comment")
    .option("--url <address>", "where the bot takes webhooks (default: /hook at HOST and PORT)")
    .option("--secret <secret>", "the webhook's secret (default: WEBHOOK_SECRET)")
    .option("--delivery <guid>", "the X-GitHub-Delivery header; a new one each time unless given")
    .addHelpText("after", HELP)
    .action(async (payload: string, given: Given) => {
      loadEnvFile();
      const { bytes } = readPayloadFile(payload);
      const options = sendOptions(given);
      const { status, sentence } = await sendDelivery(bytes, options);
      print(`${status} ${oneLine(sentence)} (delivery ${options.delivery})`);
      if (status >= 400) process.exitCode = 1;
    });
}

/** @throws with one sentence when there is no secret, or no address. */
function sendOptions({ event, url, secret, delivery = randomUUID() }: Given): SendOptions {
  const first = firstSecret(secret ?? process.env.WEBHOOK_SECRET);
  if (!first) throw new Error("nothing to sign with: give --secret, or set WEBHOOK_SECRET");
  const server = url === undefined ? serverUrl(process.env) : undefined;
  if (url === undefined && server === undefined) throw new Error("PORT is 0: give the bot's address with --url");
  return { event, delivery, secret: first, url: url ?? `${server}/hook` };
}
