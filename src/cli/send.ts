import { randomUUID } from "node:crypto";
import { Command, Option } from "commander";
import { sign } from "../server/signature.ts";
import { oneLine } from "./one-line.ts";
import { readPayloadFile } from "./payload-file.ts";
import { print } from "./print.ts";
import { reach } from "./reach.ts";

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

/** `bowsprit send`: what GitHub would post, from a file. */
export function sendCommand(): Command {
  return new Command("send")
    .description("sign a payload file and post it to a running bot, as GitHub would")
    .argument("<payload>", "a JSON file, or - for standard input")
    .requiredOption("--event <name>", "the X-GitHub-Event header, for example issue_comment")
    .option("--url <address>", "where the bot takes webhooks", "http://localhost:3000/hook")
    .addOption(new Option("--secret <secret>", "the webhook's secret").env("WEBHOOK_SECRET").makeOptionMandatory())
    .option("--delivery <guid>", "the X-GitHub-Delivery header; a new one each time unless given")
    .addHelpText("after", '\nExample:\n  bowsprit send comment.json --event issue_comment --secret "$WEBHOOK_SECRET"')
    .action(async (payload: string, given: Omit<SendOptions, "delivery"> & { delivery?: string }) => {
      const delivery = given.delivery ?? randomUUID();
      const secret = given.secret.split(",")[0]?.trim() ?? "";
      const answer = await sendDelivery(readPayloadFile(payload).bytes, { ...given, secret, delivery });
      print(`${answer.status} ${oneLine(answer.sentence)} (delivery ${delivery})`);
      if (answer.status >= 400) process.exitCode = 1;
    });
}
