/**
 * The sandbox's own interface for people and programs outside its process, plain JSON under `/_sandbox/`, no token asked:
 *
 * - `GET /app`: the App's id, slug and private key, to start a bot with
 * - `POST /hook` `{url, secret, kind?}`: where webhooks go from now on
 * - `POST /users` `{login, name?, email?}`, `POST /organizations` `{login, members, teams}`
 * - `POST /repositories` `{owner, name, files, labels, collaborators, milestones, branches, private}`
 * - `POST /repositories/{owner}/{repo}/pulls` and `…/issues`: put one on the stage in silence; with `open: true` its
 *   `opened` webhook is sent
 * - `GET /repositories/{owner}/{repo}/subjects/{number}`: what became of it
 * - `GET /state`: every repository with its subjects
 * - `POST /faults` `{route, fault, always?}`, `DELETE /faults`: make requests go wrong
 * - `GET /requests`, `DELETE /requests`: what was asked so far; `GET /breaches`: the limits that clients broke
 * - `PATCH /installations/{login}` `{suspended?, permissions?, repositories?}`
 * - `POST /idle`: answers when every webhook was answered or timed out
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import { z } from "zod";
import { readBody } from "../http/read-body.ts";
import { Router } from "../http/router.ts";
import type { Sandbox } from "../sandbox.ts";
import { type ControlCall, type ControlRoute, controlRoutes } from "./control-routes.ts";

const router = new Router<ControlRoute>(controlRoutes);

/** Answers one control request; a body that does not fit is a 422 that says where. */
export async function control(sandbox: Sandbox, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? "/", "http://sandbox").pathname.slice("/_sandbox".length);
  const match = router.match(request.method ?? "GET", path);
  const body = (await readBody(request)) ?? {};
  if (match === undefined) {
    write(response, 404, { message: "There is no such control" });
    return;
  }
  const call: ControlCall = { sandbox, body, params: match.params };
  try {
    write(response, 200, (await match.route.run(call)) ?? {});
  } catch (error) {
    if (error instanceof z.ZodError) write(response, 422, { message: z.prettifyError(error) });
    else write(response, 400, { message: error instanceof Error ? error.message : String(error) });
  }
}

function write(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(body));
}
