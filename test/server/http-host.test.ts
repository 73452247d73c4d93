import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { createHttpHost, type HttpHost } from "../../src/server/http-host.ts";
import { ListenRefused, listenRefused } from "../../src/server/listen-refused.ts";

/** The first line of what is answered, or how the connection ended. */
function talk(port: number, say: (send: (text: string) => void) => void): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => say((text) => socket.write(text)));
    socket.setEncoding("utf8");
    socket.once("data", (text: string) => resolve(text.split("\r\n", 1)[0] ?? ""));
    socket.once("close", () => resolve("closed without a word"));
    socket.once("error", () => resolve("cut off"));
  });
}

function openHost(): HttpHost {
  return createHttpHost({
    webhookPaths: new Set(["/hook"]),
    intake: (_request, response) => void response.end("taken"),
    pages: (_request, response) => void response.end("read"),
    onError: () => {},
  });
}

it("answers whoever had connected when it stopped listening, though the request comes a moment later", async () => {
  const host = openHost();
  const port = await host.listen(0, "127.0.0.1");
  const drained: { promise?: Promise<void> } = {};
  const answer = await talk(port, (send) => {
    drained.promise = host.drain(0);
    setTimeout(() => send("POST /hook HTTP/1.1\r\nhost: here\r\ncontent-length: 0\r\n\r\n"), 100);
  });
  expect(answer).toBe("HTTP/1.1 200 OK");
  await drained.promise;
});

it("answers what had arrived on a kept-open connection before it closed, however busy the event loop was", async () => {
  const host = openHost();
  const port = await host.listen(0, "127.0.0.1");
  const request = "POST /hook HTTP/1.1\r\nhost: here\r\ncontent-length: 0\r\n\r\n";
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  socket.write(request);
  await once(socket, "data");
  const heard = [once(socket, "data").then(([text]) => text), once(socket, "close").then(() => "cut off")];
  const drained = host.drain(1);
  socket.write(request);
  // By the time the loop turns again the port is to be closed, and nobody has read what the system holds for it.
  holdLoop(20);
  expect(await Promise.race(heard)).toMatch(/^HTTP\/1.1 200 OK\r\n/);
  await drained;
});

function holdLoop(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}

it("says in a sentence why it cannot listen, and what to set", async () => {
  const silent = { webhookPaths: new Set<string>(), intake: () => {}, pages: () => {}, onError: () => {} };
  const first = createHttpHost(silent);
  const port = await first.listen(0, "127.0.0.1");
  const second = createHttpHost(silent).listen(port, "127.0.0.1");
  await expect(second).rejects.toThrow(
    new ListenRefused(`port ${port} on 127.0.0.1 is in use: stop what listens there, or set PORT to another one`),
  );
  await first.drain(0);
});

it.each([
  ["EACCES", /set PORT to one from 1024 on/],
  ["EADDRNOTAVAIL", /set HOST to localhost/],
  ["ENOTFOUND", /set HOST to localhost/],
  ["EMFILE", /^too many$/],
])("knows of %s", (code, sentence) => {
  const error = Object.assign(new Error("too many"), { code });
  expect(listenRefused(error, { host: "here", port: 80 }).message).toMatch(sentence);
});
