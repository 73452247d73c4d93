import { Command, Option } from "commander";
import { NAMES } from "./named-repository.ts";
import { oneLine } from "./one-line.ts";
import { print } from "./print.ts";
import { reach } from "./reach.ts";

interface Place {
  readonly owner: string;
  readonly name: string;
  readonly number: number;
}

const PLACE = new RegExp(`^${NAMES}#([1-9]\\d{0,9})$`);
const PAGE = new RegExp(
  `^https?:\\/\\/[^/\\s]{1,255}\\/${NAMES}\\/(?:issues|pull)\\/([1-9]\\d{0,9})(?:#[\\w-]{0,100})?$`,
);

/** `owner/name#12`, or the address of its page; undefined when the text is something else. */
export function parsePlace(text: string): Place | undefined {
  const match = PLACE.exec(text) ?? PAGE.exec(text);
  if (match === null) return undefined;
  const [, owner = "", name = "", number = ""] = match;
  return { owner, name, number: Number(number) };
}

/** `bowsprit comment`: writes a comment as a person, on GitHub or on the demo's sandbox. */
export function commentCommand(): Command {
  return new Command("comment")
    .description("write a comment on an issue or pull request, for instance to try a command on the demo")
    .argument("<place>", "owner/name#number, or the address of its page")
    .argument("<text>", "the comment")
    .option("--api <address>", "the REST API's address", "https://api.github.com")
    .addOption(new Option("--token <token>", "the person's token").env("GITHUB_TOKEN"))
    .option("--as <login>", "on the sandbox: who writes; takes the place of --token")
    .addHelpText("after", "\nExample:\n  bowsprit comment harbour/boats#1 /lgtm --as rita --api http://127.0.0.1:4000")
    .action(async (text: string, body: string, given: { api: string; token?: string; as?: string }) => {
      const place = parsePlace(text);
      if (place === undefined)
        throw new Error(`${text} names no issue: write owner/name#number, for example acme/app#12`);
      if (body.trim() === "") throw new Error("there is nothing to say: write the comment's text");
      const token = given.as === undefined ? given.token : sandboxToken(given.as);
      if (token === undefined)
        throw new Error("nobody to write as: give --token, GITHUB_TOKEN, or --as on the sandbox");
      const path = `/repos/${place.owner}/${place.name}/issues/${place.number}/comments`;
      const answer = await reach(`${given.api.replace(/\/$/, "")}${path}`, {
        method: "POST",
        headers: { authorization: `token ${token}`, "content-type": "application/json", "user-agent": "bowsprit" },
        body: JSON.stringify({ body }),
      });
      const { html_url: url, message } = await said(answer);
      const hint = answer.status === 404 ? `; ${text} is not there, or not for this person to see` : "";
      if (!answer.ok)
        throw new Error(`GitHub answered ${answer.status}: ${oneLine(String(message ?? "no reason"))}${hint}`);
      print(oneLine(String(url)));
    });
}

interface CommentAnswer {
  readonly html_url?: string;
  readonly message?: string;
}

async function said(answer: Response): Promise<CommentAnswer> {
  try {
    return (await answer.json()) as CommentAnswer;
  } catch {
    // Something else than GitHub answered, in its own words.
    return {};
  }
}

/** The sandbox gives every login a token of this form. */
function sandboxToken(login: string): string {
  return `ghp_sandbox_${login}`;
}
