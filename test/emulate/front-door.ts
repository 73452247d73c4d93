import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

const COLLABORATOR = /^(\/repos\/[^/]+\/[^/]+\/collaborators\/[^/?]+)$/;
const ISSUE = /^(\/repos\/[^/]+\/[^/]+)\/issues\/(\d+)$/;

/**
 * A door in front of the emulator. It answers the two questions of the core flow that GitHub answers and the emulator
 * does not, with what the emulator says elsewhere: whether somebody is a collaborator (it has their permission), and
 * what a pull request is as an issue (it has it as a pull request). Everything else goes through untouched, one request
 * after the other: of two that label one issue at once, the emulator forgets one.
 */
export async function openFrontDoor(origin: string): Promise<{ readonly url: string; close(): Promise<void> }> {
  let before = Promise.resolve();
  const server = createServer((request, response) => {
    before = before
      .then(() => answer(origin, request, response))
      .catch((error: unknown) => void response.writeHead(502).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => close(server) };
}

async function answer(origin: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? "/";
  const body = await bodyOf(request);
  const ask = (where: string) => pass(`${origin}${where}`, request, body);
  const collaborator = request.method === "GET" ? COLLABORATOR.exec(path)?.[1] : undefined;
  if (collaborator !== undefined) {
    const permission = await ask(`${collaborator}/permission`);
    response.writeHead(permission.ok ? 204 : 404).end();
    return;
  }
  let result = await ask(path);
  const [, repository, number] = (request.method === "GET" && result.status === 404 && ISSUE.exec(path)) || [];
  if (number !== undefined) result = await ask(`${repository}/pulls/${number}`);
  const bytes = Buffer.from(await result.arrayBuffer());
  response.writeHead(result.status, headersOf(result)).end(bytes);
}

function pass(url: string, { method = "GET", headers }: IncomingMessage, body: Buffer): Promise<Response> {
  const { authorization = "", accept = "*/*", "content-type": type = "application/json" } = headers;
  const sent = { authorization, accept, "content-type": type };
  return fetch(url, { method, headers: sent, ...(body.length === 0 ? {} : { body: new Uint8Array(body) }) });
}

/** The body is decoded by now, and its length may differ. */
function headersOf({ headers }: Response): Record<string, string> {
  const dropped = new Set(["content-encoding", "content-length", "transfer-encoding", "connection", "keep-alive"]);
  return Object.fromEntries([...headers].filter(([name]) => !dropped.has(name)));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
