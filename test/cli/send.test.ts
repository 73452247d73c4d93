import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sendDelivery } from "../../src/cli/send.ts";
import { runCli } from "../process/start-node.ts";

let server: Server;
let url: string;
let status: number;
let words: string;
const got: { headers: IncomingHttpHeaders; body: string }[] = [];

beforeEach(async () => {
  got.length = 0;
  status = 202;
  words = "Accepted.\n";
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    got.push({ headers: request.headers, body: Buffer.concat(chunks).toString("utf8") });
    response.writeHead(status).end(words);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});

afterEach(() => {
  server.close();
  server.closeAllConnections();
});

describe("sending a payload", () => {
  it("signs as GitHub's own example does", async () => {
    const secret = "It's a Secret to Everybody";
    const answer = await sendDelivery("Hello, World!", { event: "issues", url, secret, delivery: "guid-1" });
    expect(answer).toEqual({ status: 202, sentence: "Accepted." });
    expect(got[0]?.body).toBe("Hello, World!");
    expect(got[0]?.headers).toMatchObject({
      "content-type": "application/json",
      "x-github-event": "issues",
      "x-github-delivery": "guid-1",
      "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    });
  });

  it("signs bytes the same as their text", async () => {
    const options = { event: "issues", url, secret: "s", delivery: "guid-1" };
    await sendDelivery("über", options);
    await sendDelivery(new TextEncoder().encode("über"), options);
    expect(got[1]).toMatchObject({ body: "über", headers: { "x-hub-signature-256": expect.any(String) } });
    expect(got[1]?.headers["x-hub-signature-256"]).toBe(got[0]?.headers["x-hub-signature-256"]);
  });
});

describe("bowsprit send", () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "bowsprit-send-"));
    file = join(directory, "payload.json");
    writeFileSync(file, '{"zen": "Keep it simple."}');
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("posts the file with the first of several secrets and says what came back", async () => {
    const args = ["send", file, "--event", "ping", "--url", url, "--delivery", "guid-2"];
    const { code, stdout } = await runCli(args, { env: { WEBHOOK_SECRET: "first, second" } });
    expect(stdout).toBe("202 Accepted. (delivery guid-2)\n");
    expect(code).toBe(0);
    await sendDelivery('{"zen": "Keep it simple."}', { event: "ping", url, secret: "first", delivery: "guid-2" });
    expect(got[0]?.headers["x-hub-signature-256"]).toBe(got[1]?.headers["x-hub-signature-256"]);
  });

  it("fails when the bot refuses", async () => {
    status = 401;
    const { code, stdout } = await runCli(["send", file, "--event", "ping", "--url", url, "--secret", "s"]);
    expect(stdout).toMatch(/^401 /);
    expect(code).toBe(1);
  });

  it("prints nothing of an answer that could steer the terminal", async () => {
    words = "\u001b[2Jgone\u009b1m\u202e\nok";
    const { stdout } = await runCli([
      "send",
      file,
      "--event",
      "ping",
      "--url",
      url,
      "--secret",
      "s",
      "--delivery",
      "g",
    ]);
    expect(stdout).toBe("202 [2Jgone 1m ok (delivery g)\n");
  });

  it("refuses a file that is not JSON before anything is sent", async () => {
    writeFileSync(file, "{");
    const { code, stderr } = await runCli(["send", file, "--event", "ping", "--url", url, "--secret", "s"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${file} is not JSON: `);
    expect(got).toEqual([]);
  });

  it.each([
    [["none.json", "--url", "http://127.0.0.1:3000"], "none.json cannot be read: no such file; check the path"],
    [["-", "--url", "nonsense"], "nonsense is no address: write for example http://localhost:3000"],
    [["-", "--url", "localhost:3000"], "localhost:3000 is no address: write for example http://localhost:3000"],
  ])("says in one sentence what is wrong with %j", async ([payload = "", ...args], sentence) => {
    const given = payload === "-" ? file : payload;
    const { code, stderr } = await runCli(["send", given, "--event", "ping", "--secret", "s", ...args]);
    expect([code, stderr]).toEqual([1, `bowsprit: ${sentence}\n`]);
  });

  it("says so when nothing answers", async () => {
    await new Promise((resolve) => server.close(resolve));
    const { code, stderr } = await runCli(["send", file, "--event", "ping", "--url", url, "--secret", "s"]);
    const origin = new URL(url).origin;
    expect([code, stderr]).toEqual([
      1,
      `bowsprit: nothing answers at ${origin} (ECONNREFUSED): is it running there?\n`,
    ]);
  });

  it.each([[[]], [["--secret", ""]], [["--secret", " , "]]])("needs a secret: %j is none", async (more) => {
    const { code, stderr } = await runCli(["send", file, "--event", "ping", "--url", url, ...more], { cwd: directory });
    expect([code, stderr]).toEqual([1, "bowsprit: nothing to sign with: give --secret, or set WEBHOOK_SECRET\n"]);
  });

  it("goes to where the server of this environment listens", async () => {
    const { port } = new URL(url);
    const options = { cwd: directory, env: { WEBHOOK_SECRET: "s", HOST: "127.0.0.1", PORT: port } };
    const { stdout } = await runCli(["send", file, "--event", "ping", "--delivery", "g"], options);
    expect(stdout).toBe("202 Accepted. (delivery g)\n");
    const { stderr } = await runCli(["send", file, "--event", "ping", "--delivery", "g"], {
      ...options,
      env: { ...options.env, PORT: "0" },
    });
    expect(stderr).toBe("bowsprit: PORT is 0: give the bot's address with --url\n");
  });
});
