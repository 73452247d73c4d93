import { request as httpRequest } from "node:http";
import { connect } from "node:net";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "../../src/clock.ts";
import type { IncomingDelivery, PutResult } from "../../src/inbox/inbox.ts";
import { InboxUnavailable } from "../../src/inbox/inbox-unavailable.ts";
import { createLogger } from "../../src/log.ts";
import { createByteBudget } from "../../src/server/byte-budget.ts";
import { createHttpHost, type HttpHost } from "../../src/server/http-host.ts";
import { type Classification, createIntake } from "../../src/server/intake.ts";
import { LARGEST_BODY } from "../../src/server/read-body.ts";
import { sign } from "../../src/server/signature.ts";

const SECRET = "it is a long enough secret";
const BODY = JSON.stringify({ action: "created", text: "naïve ✓" });
const hosts: HttpHost[] = [];

afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.drain(0)));
});

interface Setup {
  readonly secrets?: readonly string[];
  readonly classify?: () => Classification;
  readonly put?: (delivery: IncomingDelivery) => Promise<PutResult>;
  readonly budget?: { total: number; keptForSmall: number };
}

async function start(setup: Setup = {}) {
  const stored: IncomingDelivery[] = [];
  const outcomes: string[] = [];
  const logged: string[] = [];
  const intake = createIntake({
    secrets: setup.secrets ?? [SECRET],
    inbox: {
      put: async (delivery) => {
        const result = await (setup.put ?? (async () => "stored" as const))(delivery);
        stored.push(delivery);
        return result;
      },
    },
    classify: setup.classify ?? (() => ({ kind: "wanted", lane: "o/r#1", group: "7" })),
    budget: createByteBudget(setup.budget ?? { total: 128 << 20, keptForSmall: 32 << 20 }),
    clock: systemClock,
    log: createLogger({ level: "info", format: "json", destination: { write: (line) => logged.push(line) } }),
    onOutcome: (event, outcome) => outcomes.push(`${event} ${outcome}`),
  });
  const host = createHttpHost({
    webhookPaths: new Set(["/hook"]),
    intake,
    pages: (_request, response) => {
      response.end("a page");
    },
    onError: (error) => {
      throw error;
    },
  });
  hosts.push(host);
  const port = await host.listen(0, "127.0.0.1");
  return { url: `http://127.0.0.1:${port}/hook`, port, stored, outcomes, logged };
}

function headers(body: string | Uint8Array, changes: Record<string, string | undefined> = {}): Record<string, string> {
  const all = {
    "content-type": "application/json",
    "x-github-event": "issue_comment",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "x-hub-signature-256": sign(body, SECRET),
    ...changes,
  };
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

it("stores a signed delivery byte for byte and answers 202", async () => {
  const bot = await start();
  const hook = { "x-github-hook-id": "12", "x-github-hook-installation-target-type": "integration" };
  const answer = await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY, hook) });
  expect([answer.status, await answer.text()]).toEqual([202, "Accepted.\n"]);
  expect(bot.stored).toMatchObject([{ event: "issue_comment", lane: "o/r#1", group: "7", hook: "integration:12" }]);
  expect(Buffer.from(bot.stored[0]?.body ?? []).toString()).toBe(BODY);
  expect(bot.outcomes).toEqual(["issue_comment stored"]);
});

it("accepts every configured secret, so that one can be rotated", async () => {
  const bot = await start({ secrets: ["the new and longer secret", SECRET] });
  expect((await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) })).status).toBe(202);
});

const flipped = sign(BODY, SECRET).replace(/.$/, (digit) => (digit === "0" ? "1" : "0"));

it.each([
  ["no signature", 401, { "x-hub-signature-256": undefined }],
  ["one flipped bit", 401, { "x-hub-signature-256": flipped }],
  ["another secret", 401, { "x-hub-signature-256": sign(BODY, "not the secret") }],
  ["upper-case digits", 401, { "x-hub-signature-256": sign(BODY, SECRET).toUpperCase() }],
  ["only the old sha1 header", 401, { "x-hub-signature-256": undefined, "x-hub-signature": "sha1=aa" }],
  ["an odd number of digits", 401, { "x-hub-signature-256": "sha256=abc" }],
  ["no event", 400, { "x-github-event": undefined }],
  ["an event that is no name", 400, { "x-github-event": "../push" }],
  ["no GUID", 400, { "x-github-delivery": undefined }],
  ["a GUID with markup", 400, { "x-github-delivery": "<script>" }],
  ["a form", 415, { "content-type": "application/x-www-form-urlencoded" }],
  ["a compressed body", 415, { "content-encoding": "gzip" }],
])("refuses %s with %i and stores nothing", async (_name, status, changes) => {
  const bot = await start();
  const answer = await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY, changes) });
  const sentence = await answer.text();
  expect(answer.status).toBe(status);
  expect(sentence).toMatch(/^[A-Z][^\n]+\.\n$/);
  expect(sentence).not.toContain(SECRET);
  expect(bot.stored).toEqual([]);
});

it("accepts a content type with a charset", async () => {
  const bot = await start();
  const changes = { "content-type": "application/json; charset=utf-8" };
  expect((await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY, changes) })).status).toBe(202);
});

it("answers 405 to anything but POST and says what is allowed", async () => {
  const bot = await start();
  const answer = await fetch(bot.url);
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, "POST"]);
});

it.each([
  ["malformed", { kind: "malformed" }, 400],
  ["unwanted", { kind: "unwanted", reason: "nobody listens" }, 202],
] as const)("does not store a %s body", async (_name, classification, status) => {
  const bot = await start({ classify: () => classification });
  expect((await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) })).status).toBe(status);
  expect(bot.stored).toEqual([]);
});

it.each([
  ["no enabled plugin listens to the event", false],
  ["not the shape of issue_comment.created: payload.issue.body", true],
])("says why a body is not wanted: %s", async (reason, isMisshapen) => {
  const bot = await start({ classify: () => ({ kind: "unwanted", reason, ...(isMisshapen ? { isMisshapen } : {}) }) });
  const answer = await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) });
  expect(await answer.text()).toBe(`Not wanted: ${reason}.\n`);
  const line = { delivery: "72d3162e-cc78-11e3-81ab-4c9367dc0958", event: "issue_comment", reason, level: 40 };
  expect(bot.logged.map((text) => JSON.parse(text))).toEqual(isMisshapen ? [expect.objectContaining(line)] : []);
});

it("answers a duplicate like an accepted delivery", async () => {
  const bot = await start({ put: async () => "duplicate" });
  const answer = await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) });
  expect([answer.status, await answer.text()]).toEqual([202, "Accepted before: duplicate.\n"]);
});

it.each([
  ["is full", async () => "full" as const],
  ["fails", () => Promise.reject(new Error("disk on fire at /secret/path"))],
])("answers 503 with retry-after when the inbox %s", async (_name, put) => {
  const bot = await start({ put });
  const answer = await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) });
  expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "30"]);
  expect(await answer.text()).not.toContain("disk");
});

it.each([
  [
    "an outage's reason in one line",
    new InboxUnavailable("disk full", "no room"),
    /"reason":"The inbox cannot write \(disk/,
  ],
  ["a bug's stack", new TypeError("boom"), /"stack":"TypeError: boom/],
])("logs %s for a delivery that was not taken", async (_what, error, expected) => {
  const bot = await start({ put: () => Promise.reject(error) });
  await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) });
  expect(bot.logged).toEqual([expect.stringMatching(expected)]);
  expect(bot.logged[0]?.includes('"stack"')).toBe(!(error instanceof InboxUnavailable));
});

it("refuses a declared length above 25 MiB without reading the body", async () => {
  const bot = await start();
  const status = await new Promise((resolve, reject) => {
    const changes = { "content-length": String(LARGEST_BODY + 1) };
    const request = httpRequest(bot.url, { method: "POST", headers: headers(BODY, changes) });
    request.on("response", (response) => resolve(response.statusCode)).on("error", reject);
    request.flushHeaders();
  });
  expect(status).toBe(413);
});

it("cuts a body without a length at 25 MiB", async () => {
  const bot = await start();
  const piece = new Uint8Array(1 << 20);
  const stream = new ReadableStream({
    start: (controller) => {
      for (let count = 0; count < 26; count += 1) controller.enqueue(piece);
      controller.close();
    },
  });
  const answer = await fetch(bot.url, { method: "POST", body: stream, duplex: "half", headers: headers(BODY) });
  expect(answer.status).toBe(413);
});

it("keeps room for small bodies while large ones are refused", async () => {
  const bot = await start({ budget: { total: 3 << 20, keptForSmall: 2 << 20 } });
  const large = new Uint8Array(2 << 20);
  expect((await fetch(bot.url, { method: "POST", body: large, headers: headers(large) })).status).toBe(503);
  expect((await fetch(bot.url, { method: "POST", body: BODY, headers: headers(BODY) })).status).toBe(202);
});

it("gives the room back when a sender hangs up in the middle", async () => {
  const bot = await start({ budget: { total: 1 << 20, keptForSmall: 0 } });
  await new Promise<void>((resolve) => {
    const socket = connect(bot.port, "127.0.0.1", () => {
      const lines = Object.entries(headers(BODY)).map(([name, value]) => `${name}: ${value}`);
      socket.write(`POST /hook HTTP/1.1\r\nhost: x\r\n${lines.join("\r\n")}\r\ncontent-length: 1000000\r\n\r\nhalf`);
      socket.end();
    });
    socket.on("close", () => resolve()).resume();
  });
  const whole = new Uint8Array(1_000_000);
  expect((await fetch(bot.url, { method: "POST", body: whole, headers: headers(whole) })).status).toBe(202);
});
