import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Bot, composeBot } from "../../src/compose.ts";
import { buildConfiguration } from "../../src/config/load-configuration.ts";
import { createLogger } from "../../src/log.ts";
import { plugins } from "../../src/plugins/index.ts";
import { sign } from "../../src/server/signature.ts";
import { SECRET, sandboxSettings } from "../support/sandbox-settings.ts";

/** Fixed, so that a failure can be had again. */
const SEED = 20_260_102;
const LONG = 120_000;
/** What docs/operations.md promises of the webhook's address, and what Node answers to what is no HTTP. */
const DOCUMENTED = [202, 400, 401, 405, 413, 415, 503];
const OF_NODE = [400, 408, 413, 417, 431];
const PAGES = [200, 400, 401, 404, 405, 413, 503];

const directory = mkdtempSync(join(tmpdir(), "bowsprit-fuzz-"));
const log: string[] = [];
let bot: Bot;
let port: number;

beforeAll(async () => {
  const texts = { plugins: { file: "plugins.yaml", text: "plugins: {acme: {plugins: [hold, lgtm, size]}}" } };
  const { configuration } = buildConfiguration(texts, plugins, 1);
  bot = await composeBot({
    // Nobody is GitHub there: nothing that is sent here may need it.
    settings: {
      ...sandboxSettings({ url: "http://127.0.0.1:9", app: { id: 1, privateKey: "" } }, directory),
      credentials: { kind: "token", token: "ghp_0123456789abcdefghij0123456789abcdef" },
    },
    log: createLogger({ level: "trace", format: "json", destination: { write: (line) => void log.push(line) } }),
    configuration: { current: () => configuration },
  });
  port = await bot.listen();
});

afterAll(async () => {
  await bot.stop();
  rmSync(directory, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Sends bytes, says that there are no more, and reads whatever comes until the other side hangs up. */
function talk(parts: readonly Buffer[]): Promise<readonly Answer[]> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, "127.0.0.1", () => {
      for (const part of parts) socket.write(part);
      socket.end();
    });
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("error", () => undefined);
    socket.once("close", () => resolve(answersIn(Buffer.concat(chunks).toString("latin1"))));
  });
}

function answersIn(text: string): readonly Answer[] {
  return text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter((part) => part.startsWith("HTTP/1.1 "))
    .map((part) => {
      const end = part.indexOf("\r\n\r\n");
      // Node ends its own refusals with an empty chunk.
      const body = end === -1 ? "" : part.slice(end + 4).replace(/^0\r\n\r\n$/, "");
      return { status: Number(part.slice(9, 12)), body };
    });
}

const octets = (maxLength: number) => fc.uint8Array({ maxLength }).map((bytes) => Buffer.from(bytes));
const line = (maxLength: number) =>
  fc.string({ maxLength, unit: "binary" }).map((text) => text.replace(/[\r\n]/g, "?"));
const payload = fc.oneof(
  octets(300),
  fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
  fc
    .constantFrom("", "{", "null", "[]", "0", '"x"', '{"a":1}{', `${"[".repeat(5_000)}`)
    .map((text) => Buffer.from(text)),
  fc.constant(Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d])),
  fc
    .record({
      action: fc.oneof(fc.constantFrom("created", "opened", "__proto__"), fc.jsonValue()),
      repository: fc.oneof(fc.jsonValue(), fc.constant({ id: "7", name: {}, owner: { login: "acme" } })),
      sender: fc.jsonValue(),
      comment: fc.jsonValue(),
      issue: fc.jsonValue(),
      installation: fc.jsonValue(),
      ["__proto__"]: fc.jsonValue(),
    })
    .map((value) => Buffer.from(JSON.stringify(value))),
);
const verb = fc.constantFrom(
  "POST",
  "POST",
  "POST",
  "POST",
  "GET",
  "PUT",
  "HEAD",
  "OPTIONS",
  "DELETE",
  "TRACE",
  "BREW",
  "",
);
const framing = fc.constantFrom(
  "exact",
  "exact",
  "exact",
  "chunked",
  "long",
  "short",
  "both",
  "words",
  "none",
  "huge",
  "broken",
);
const usual = fc.record({
  "content-type": fc.constantFrom(
    "application/json",
    "application/json",
    "text/plain",
    "application/json; charset=utf-8",
  ),
  "x-github-event": fc.oneof(fc.constantFrom("issue_comment", "push", "pull_request", "ping"), line(80)),
  "x-github-delivery": fc.oneof(fc.uuid(), fc.uuid(), line(140)),
});
const extra = fc.dictionary(
  fc.constantFrom(
    "expect",
    "host",
    "x-github-hook-id",
    "content-encoding",
    "upgrade",
    "cookie",
    "x-forwarded-for",
    "te",
  ),
  fc.oneof(fc.constantFrom("100-continue", "gzip", "websocket", "127.0.0.1", ""), line(60)),
  { maxKeys: 2 },
);
const request = fc.record({
  verb,
  framing,
  body: payload,
  usual,
  extra,
  signature: fc.constantFrom("good", "good", "good", "other", "none", "twice"),
});
type Request = typeof request extends fc.Arbitrary<infer T> ? T : never;

function bytesOf({
  verb: method,
  framing: how,
  body,
  usual: common,
  extra: more,
  signature,
}: Request): readonly Buffer[] {
  const signed = { good: SECRET, twice: SECRET, other: "another secret" };
  const key = signature === "none" ? undefined : signed[signature as keyof typeof signed];
  const mark = key === undefined ? [] : [`x-hub-signature-256: ${sign(body, key)}`];
  const lines = [
    `${method} /hook HTTP/1.1`,
    ...Object.entries({ host: "bot", connection: "close", ...common, ...more }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
    ...mark,
    ...(signature === "twice" ? mark : []),
  ];
  return [Buffer.from(`${[...lines, ...lengthLines(how, body)].join("\r\n")}\r\n\r\n`, "latin1"), framed(how, body)];
}

function lengthLines(how: string, { length }: Buffer): readonly string[] {
  const chunked = "transfer-encoding: chunked";
  const ways: Readonly<Record<string, readonly string[]>> = {
    chunked: [chunked],
    broken: [chunked],
    both: [chunked, `content-length: ${length}`],
    long: [`content-length: ${length + 50}`],
    short: [`content-length: ${Math.max(0, length - 3)}`],
    words: ["content-length: ten"],
    none: [],
    huge: ["content-length: 99999999999"],
  };
  return ways[how] ?? [`content-length: ${length}`];
}

function framed(how: string, body: Buffer): Buffer {
  const size = body.length.toString(16);
  if (how === "chunked" || how === "both")
    return Buffer.concat([Buffer.from(`${size}\r\n`), body, Buffer.from("\r\n0\r\n\r\n")]);
  return how === "broken" ? Buffer.concat([Buffer.from(`${size}zz\r\n`), body]) : body;
}

function isAlive(): Promise<readonly Answer[]> {
  return talk([Buffer.from("GET /healthz HTTP/1.1\r\nhost: bot\r\nconnection: close\r\n\r\n")]);
}

/** What no stranger may read, whatever they ask. */
function expectNothingTold(body: string): void {
  expect(body).not.toContain(SECRET);
  expect(body).not.toMatch(/\bat .*:\d+:\d+|node:|src\/|dist\/|Error:|sha256=/);
}

it(
  "answers whatever is sent to the webhook's address with a documented status and one sentence, and lives",
  async () => {
    const seen = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        for (const { status, body } of await talk(bytesOf(given))) {
          seen.add(status);
          if (body === "") expect([...DOCUMENTED, ...OF_NODE]).toContain(status);
          else {
            expect(DOCUMENTED).toContain(status);
            expect(body).toMatch(/^[A-Z][^\r\n]{5,120}\.\n/);
          }
          expectNothingTold(body);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
    // The fuzz reaches what lies behind the signature, and every refusal before it.
    for (const status of [202, 400, 401, 405, 413, 415]) expect([...seen]).toContain(status);
    expect(await isAlive()).toEqual([{ status: 200, body: "ok\n" }]);
    expect(log.filter((entry) => entry.includes("a request failed"))).toEqual([]);
    expect(log.join("")).not.toContain(SECRET);
  },
  LONG,
);

const target = fc.oneof(
  fc.constantFrom(
    "/",
    "*",
    "//evil.example/%2e%2e",
    "http://evil.example/healthz",
    "/commands?repo=%00",
    "/replay",
    "/%",
  ),
  fc.constantFrom(
    "/commands?repo=a/../../b",
    "/commands?repo=%3Csvg%20onload%3D1%3E",
    "/readyz?x",
    "/plugin-help?a=%ff",
  ),
  line(200).map((text) => `/${text.replace(/ /g, "+")}`),
  line(60).map((text) => `/commands?repo=${encodeURIComponent(text.replace(/[\ud800-\udfff]/g, "?"))}`),
);
const host = fc.oneof(
  fc.constantFrom("bot", "", "[", "a b", "evil.example:99999", "<svg>", "127.0.0.1:1@evil"),
  line(30),
);

it(
  "answers whatever is asked of the pages without repeating it alive, and lives",
  async () => {
    await fc.assert(
      fc.asyncProperty(verb, target, host, octets(40), async (method, path, name, body) => {
        const head = `${method} ${path} HTTP/1.1\r\nhost: ${name}\r\nconnection: close\r\ncontent-length: ${body.length}\r\n\r\n`;
        for (const { status, body: said } of await talk([Buffer.from(head, "latin1"), body])) {
          expect([...PAGES, ...OF_NODE]).toContain(status);
          expectNothingTold(said);
          expect(said).not.toMatch(/<svg|evil\.example/);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
    expect(await isAlive()).toEqual([{ status: 200, body: "ok\n" }]);
    expect(log.filter((entry) => entry.includes("a request failed"))).toEqual([]);
  },
  LONG,
);
