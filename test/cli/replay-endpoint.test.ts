import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredRow } from "../../src/inbox/store.ts";
import { type ReplayInbox, withReplayEndpoint } from "../../src/server/replay-endpoint.ts";
import { sign } from "../../src/server/signature.ts";

const SECRET = "an old secret of sixteen";
const NOW = 1_750_000_000_000;
const ROW = {
  ...{ id: 1, hook: "h", guid: "known", event: "issues", lane: "o/r#1", group: "1", receivedAt: NOW, size: 2 },
  ...{ attempts: 1, failures: 1, crashes: 0, since: NOW, notBefore: 0, endedAt: NOW, error: "why", steps: [] },
};

const asked: unknown[] = [];
const inbox: ReplayInbox = {
  dead: async () => [ROW],
  find: async (guid) =>
    guid === "known" ? ({ ...ROW, state: "dead", body: Buffer.from("{}") } satisfies StoredRow) : undefined,
  replay: async (guid, options) => {
    asked.push({ guid, ...options });
    return guid === "known" ? "replayed" : "unknown";
  },
};
const options = { secrets: ["a new secret of sixteen", SECRET], inbox, clock: { now: () => NOW } };
const handler = withReplayEndpoint(options, (_, response) => {
  response.end("a page");
});

let server: Server;
let url: string;

beforeEach(async () => {
  asked.length = 0;
  server = createServer((request, response) => void handler(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

async function post(body: string, headers: Record<string, string> = { "x-hub-signature-256": sign(body, SECRET) }) {
  const answer = await fetch(`${url}/replay`, { method: "POST", body, headers });
  return { status: answer.status, body: await answer.json() };
}

const say = (message: string) => ({ message });

describe("POST /replay", () => {
  it("lists dead deliveries", async () => {
    expect(await post(JSON.stringify({ what: "list", at: NOW }))).toEqual({ status: 200, body: { deliveries: [ROW] } });
  });

  it("shows a delivery, its body in base64", async () => {
    const { status, body } = await post(JSON.stringify({ what: "show", at: NOW, guid: "known" }));
    expect(status).toBe(200);
    expect(body).toEqual({ delivery: { ...ROW, state: "dead", body: "e30=" } });
  });

  it.each([
    [{ fresh: true }, true],
    [{ fresh: false }, false],
    [{}, false],
  ])("replays with %j", async (more, fresh) => {
    const answer = await post(JSON.stringify({ what: "replay", at: NOW, guid: "known", ...more }));
    expect(answer).toEqual({ status: 200, body: { result: "replayed" } });
    expect(asked).toEqual([{ guid: "known", fresh }]);
  });

  it.each(["show", "replay"])("knows no other GUID to %s", async (what) => {
    const answer = await post(JSON.stringify({ what, at: NOW, guid: "other" }));
    expect(answer).toEqual({ status: 404, body: say("No delivery has this GUID.") });
  });

  it.each([
    ["not JSON", "{"],
    ["not an object", "[]"],
    ["an unknown wish", JSON.stringify({ what: "forget", at: NOW, guid: "known" })],
    ["no GUID", JSON.stringify({ what: "replay", at: NOW })],
    ["no time", JSON.stringify({ what: "replay", guid: "known" })],
    ["a time in words", JSON.stringify({ what: "replay", guid: "known", at: "now" })],
    ["an unknown key", JSON.stringify({ what: "list", at: NOW, more: 1 })],
    ["a webhook's payload", JSON.stringify({ action: "created", issue: { number: 1 } })],
  ])("refuses %s", async (_, body) => {
    expect(await post(body)).toEqual({ status: 400, body: say("The body is not a replay request.") });
    expect(asked).toEqual([]);
  });

  it.each([-300_001, 300_001])("refuses a request made %d ms from now", async (off) => {
    const answer = await post(JSON.stringify({ what: "replay", guid: "known", at: NOW + off }));
    expect(answer).toEqual({ status: 400, body: say("The request is older than five minutes.") });
    expect(asked).toEqual([]);
  });

  it.each([-300_000, 300_000])("takes a request made %d ms from now", async (off) => {
    expect((await post(JSON.stringify({ what: "list", at: NOW + off }))).status).toBe(200);
  });

  const body = JSON.stringify({ what: "replay", guid: "known", at: NOW });
  it.each([
    ["no signature", {}],
    ["another secret", { "x-hub-signature-256": sign(body, "some other secret") }],
    ["a signature of something else", { "x-hub-signature-256": sign(`${body} `, SECRET) }],
    ["half a signature", { "x-hub-signature-256": sign(body, SECRET).slice(0, 40) }],
  ])("refuses %s", async (_, headers) => {
    expect(await post(body, headers)).toEqual({
      status: 401,
      body: say("The signature is missing or does not match."),
    });
    expect(asked).toEqual([]);
  });

  it.each(["x-forwarded-for", "forwarded"])("is not there for what a proxy passes on with %s", async (name) => {
    const headers = { "x-hub-signature-256": sign(body, SECRET), [name]: "203.0.113.9" };
    expect(await post(body, headers)).toEqual({ status: 404, body: say("There is nothing here.") });
    expect(asked).toEqual([]);
  });

  it.each([
    ["203.0.113.9", false],
    ["10.0.0.127", false],
    ["::ffff:10.0.0.1", false],
    [undefined, false],
    ["127.0.0.53", true],
    ["::1", true],
    ["::ffff:127.0.0.1", true],
  ])("for the peer %s it is there: %s", async (remoteAddress, there) => {
    const request = { url: "/replay", method: "GET", headers: {}, complete: true, socket: { remoteAddress } };
    const seen: number[] = [];
    const response = { writeHead: (status: number) => seen.push(status), end: () => {} };
    await handler(request as unknown as IncomingMessage, response as unknown as ServerResponse);
    expect(seen).toEqual([there ? 405 : 404]);
  });

  it("refuses a large body", async () => {
    expect((await post(`"${"x".repeat(20_000)}"`)).status).toBe(413);
  });

  it("leaves every other path to the pages", async () => {
    for (const path of ["/", "/replays", "/replay/1", "/hook"]) {
      expect(await (await fetch(`${url}${path}`)).text()).toBe("a page");
    }
  });
});
