import type { Reaction } from "../../../src/github/github.ts";
import { silentLogger } from "../../../src/log.ts";
import type { Call, Command, CommandContext, Plugin } from "../../../src/plugin-kit/define-plugin.ts";
import { scanCommands } from "../../../src/plugin-kit/scan-commands.ts";
import { type FakeGitHub, type FakeState, fakeGitHub } from "./fake-github.ts";

/** Who says what, where. */
export interface Said {
  readonly by: string;
  /** Whether the thread's author writes under a login that is new since. */
  readonly renamedAuthor?: boolean;
  readonly body: string;
  /** The author of the thread is alice. */
  readonly on?: "issue" | "pull";
  readonly delivery?: string;
  /** When, as GitHub writes it. */
  readonly at?: string;
  /** The plugin's section of plugins.yaml, as YAML decodes it. */
  readonly section?: unknown;
}

export interface Outcome extends FakeGitHub {
  /** Everything the plugin replied, in order. */
  readonly replies: readonly string[];
  readonly reaction: Reaction | undefined;
  /** Requests of the step, with the one comment and the one reaction it ends in. */
  readonly requests: number;
}

/** Runs the plugin's commands in a text, as the bot would, over a fake GitHub in the given state. */
export async function say(plugin: Plugin, said: Said, world: Partial<FakeState> | FakeGitHub = {}): Promise<Outcome> {
  const fake = "github" in world ? world : fakeGitHub(world);
  const before = fake.calls.length;
  const replies: string[] = [];
  let reaction: Reaction | undefined;
  const ctx = contextOf(plugin, said, fake, {
    reply: (message) => void replies.push(message),
    react: (given) => {
      reaction = given;
    },
  });
  for (const command of plugin.commands) {
    const [first, ...rest] = callsOf(command, said.body);
    const applies = (command.on ?? ctx.on) === ctx.on && (command.state ?? fake.state.state) === fake.state.state;
    if (first !== undefined && applies) await command.run(ctx, [first, ...rest]);
  }
  const requests = fake.calls.length - before + (replies.length > 0 ? 1 : 0) + (reaction === undefined ? 0 : 1);
  return { ...fake, replies, reaction, requests };
}

type Answering = Pick<CommandContext<unknown>, "reply" | "react">;

function contextOf(plugin: Plugin, said: Said, fake: FakeGitHub, answering: Answering) {
  const repo = { owner: "acme", name: "app" };
  const on = said.on ?? "issue";
  const number = said.renamedAuthor ? { id: 1 } : {};
  const subject = {
    ...{ number: 7, isPull: on === "pull", url: "" },
    author: { login: "alice", type: "User" as const, ...number },
  };
  const author = { login: said.by, type: "User" as const, ...number };
  const unavailable = () => Promise.reject(new Error("no owners in this test"));
  const comment = {
    action: "created",
    kind: "comment",
    id: 1,
    body: said.body,
    url: "",
    createdAt: said.at ?? "",
  } as const;
  return {
    on,
    repo,
    config: resolveConfig(plugin, said.section),
    github: fake.github,
    log: silentLogger(),
    memory: fake.memory,
    signal: new AbortController().signal,
    delivery: said.delivery ?? "delivery-1",
    linkUrl: "https://github.com",
    skipCollaborators: false,
    owners: unavailable,
    ownersAt: unavailable,
    comment: { ...comment, author, subject },
    subject,
    author: said.by,
    ...answering,
  };
}

/** The plugin's configuration for the tests' repository, checked as the configuration room checks it. */
export function resolveConfig({ config }: Plugin, section: unknown): unknown {
  return config?.resolve(section === undefined ? undefined : config.schema.parse(section), {
    owner: "acme",
    name: "app",
  });
}

/** The calls of a command in a text. */
export function callsOf(command: Command<unknown>, body: string): readonly Call<unknown>[] {
  return scanCommands(body).flatMap(({ name, text, line, raw }) => {
    const args = command.names.includes(name) ? command.args.parse(text) : undefined;
    return args === undefined ? [] : [{ name, args, text: raw, line }];
  });
}
