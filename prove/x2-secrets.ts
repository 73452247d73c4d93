import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { proof } from "./proof.ts";
import { type BotProcess, makeHome, SECRET, startBot, until } from "./rig/bot-process.ts";
import { type GitHub, startGitHub } from "./rig/github.ts";
import { mutants } from "./rig/mutants.ts";
import { Sender, signatureOf } from "./rig/sender.ts";

interface Params {
  readonly rounds: number;
}

const CANARY = "canary-in-a-body-that-was-refused";
const PATHS = ["/", "/readyz", "/healthz", "/metrics", "/commands", "/plugin-help", "/replay", "/nothing"];
const FAULTS = [
  { kind: "status", status: 401 },
  { kind: "status", status: 500 },
  { kind: "html" },
  { kind: "truncated" },
  { kind: "reset" },
] as const;

/** Everything that can go wrong, at the most talkative log level; then every secret is looked for everywhere. */
export const x2 = proof<Params>({
  id: "X2",
  promise: "no log line, file or answer holds a token, key, signature, secret or refused body",
  short: { rounds: 1 },
  long: { rounds: 20 },
  mutants: [mutants.noScrubbing],
  async run({ rounds }, rig) {
    const github = await startGitHub(rig);
    const env = { GITHUB_LIMITS: "off", LOG_LEVEL: "trace" };
    const plugins = "plugins:\n  harbour: { plugins: [approve, hold, label, lgtm, size] }\n";
    const home = makeHome(`${rig.directory}/home`, { app: github.app, apiUrl: github.url, plugins, env });
    const numbers = await github.order("stage", { owner: "harbour", name: "boats", pulls: 6, labels: ["lgtm"] });
    const bot = await startBot(rig, home);
    const signatures: string[] = [];
    for (let round = 0; round < rounds; round++) signatures.push(...(await trouble(github, bot, { numbers, round })));
    await bot.ask("look");
    const answers = await Promise.all(PATHS.map((path) => bot.get(path)));
    await bot.end("SIGTERM");
    const tokens = await github.order("tokens", {} as never);
    const keyLines = github.app.privateKey.split("\n").filter((line) => line.length > 30);
    const secrets = [...tokens, SECRET, ...keyLines, ...signatures, CANARY];
    const places: Record<string, string> = { log: bot.output + bot.errors, answers: JSON.stringify(answers) };
    const data = join(home.directory, "data/inbox");
    for (const name of readdirSync(data)) places[`file ${name}`] = readFileSync(join(data, name), "latin1");
    const found = Object.entries(places).flatMap(([place, text]) =>
      secrets.filter((secret) => text.includes(secret)).map((secret) => `${place} holds ${secret.slice(0, 12)}…`),
    );
    const longest = Math.max(0, ...tokens.map((token) => token.length));
    const broken = [
      ...found,
      ...(tokens.length === 0 || longest < 450 ? ["no token of the long form was used"] : []),
      ...(bot.output.split("\n").length < 12 ? ["the log is too short to find anything in"] : []),
    ];
    const lines = bot.output.split("\n").length;
    return {
      figure: `${secrets.length} secrets (tokens of ${longest} characters) in ${lines} log lines, ${Object.keys(places).length - 2} files, ${answers.length} answers: ${found.length} found`,
      broken,
      numbers: { secrets: secrets.length, lines, found: found.length },
    };
  },
});

/** Comments under each fault, forgeries, and a signature with another secret; returns the signatures that were sent. */
async function trouble(
  github: GitHub,
  bot: BotProcess,
  { numbers, round }: { numbers: readonly number[]; round: number },
): Promise<readonly string[]> {
  const sender = new Sender(4);
  const signatures: string[] = [];
  for (const [index, number] of numbers.entries()) {
    const fault = FAULTS[index];
    const mix =
      fault === undefined ? null : { writes: [[0.5, fault]] as const, reads: [[0.5, fault]] as const, route: "/" };
    await github.order("faults", { mix, seed: round * 10 + index });
    for (const hook of await github.order("say", {
      repo: "harbour/boats",
      number,
      login: "pat",
      body: "/lgtm\n/hold",
    })) {
      const body = Buffer.from(hook.body);
      signatures.push(signatureOf(body).slice("sha256=".length));
      await sender.send(bot.url, { ...hook, body });
    }
    const body = Buffer.from(JSON.stringify({ action: "created", text: CANARY }));
    const forged = signatureOf(body, "another secret");
    signatures.push(forged.slice("sha256=".length));
    const hook = { event: "issue_comment", guid: `forged-${round}-${index}`, body };
    await sender.send(bot.url, hook, { "x-hub-signature-256": forged });
    await until("a step to be tried", 10_000, async () => (await bot.pending()) < 5);
  }
  await github.order("faults", { mix: null, seed: 0 });
  sender.close();
  return signatures;
}
