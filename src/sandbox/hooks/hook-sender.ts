import { createHmac, randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { fullName } from "../render/repository.ts";
import { covers } from "../state/installing.ts";
import type { Installation } from "../state/records.ts";
import type { World, WorldEvent } from "../state/world.ts";

/** One attempt to deliver a webhook. */
export interface Sent {
  readonly id: number;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly repository: number | null;
  readonly redelivery: boolean;
  readonly at: number;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly body: Buffer;
  /** Deliveries about one issue wait for one another. */
  readonly lane: string;
  /** `pending` until answered; then `OK`, `Invalid HTTP Response: …`, `timed out` or `failed to connect to host`. */
  status: string;
  statusCode: number;
  /** Seconds. */
  duration: number;
  responseHeaders: Record<string, string>;
  responseBody: string;
}

/** What a hook is: the App's own, or an ordinary one of a repository, which knows no installation. */
export type HookKind = "integration" | "repository";

export interface HookTarget {
  readonly url: string;
  readonly secret: string;
  readonly kind: HookKind;
  readonly hookId: number;
}

export interface HookSenderOptions {
  readonly world: World;
  /** Milliseconds after which an unanswered delivery counts as failed. */
  readonly timeout: number;
}

/** How long a delivery waits for the answer to the one before it about the same issue, in milliseconds. */
const PATIENCE = 250;
const WINDOW = 3 * 24 * 3_600_000;

/**
 * Sends webhooks as GitHub does: signed over the bytes, one attempt, ten seconds, and kept for three days. They leave in
 * the order of the events; those about one issue also wait a moment for one another's answer.
 */
export class HookSender {
  /** Every attempt, oldest first. */
  readonly log: Sent[] = [];
  private readonly options: HookSenderOptions;
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 64 });
  private readonly lanes = new Map<string, Promise<void>>();
  private readonly underway = new Set<Promise<void>>();
  private target: HookTarget | undefined;
  private departures: Promise<void> = Promise.resolve();

  constructor(options: HookSenderOptions) {
    this.options = options;
    options.world.subscribe((event) => this.send(event));
  }

  deliverTo(url: string, secret: string, kind: HookKind = "integration"): void {
    this.target = { url, secret, kind, hookId: this.target?.hookId ?? this.options.world.nextId() };
  }

  config(): Record<string, unknown> {
    return { content_type: "json", insecure_ssl: "0", secret: "********", url: this.target?.url ?? "" };
  }

  /** Sends the same delivery again: same GUID, same bytes. Refused silently once GitHub would have forgotten it. */
  redeliver(sent: Sent): void {
    if (this.options.world.now() - sent.at > WINDOW) return;
    this.launch({
      ...freshResult(),
      ...pick(sent),
      id: this.options.world.nextId(),
      at: this.options.world.now(),
      redelivery: true,
    });
  }

  /** Resolves when every delivery so far was answered, failed or timed out. */
  async idle(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway);
  }

  close(): void {
    this.agent.destroy();
  }

  private send(event: WorldEvent): void {
    const { target } = this;
    const { world } = this.options;
    if (target === undefined) return;
    const installation = installationFor(world, event);
    if (target.kind === "integration" && installation === undefined) return;
    const named =
      installation === undefined ? {} : { installation: { id: installation.id, node_id: `MDIz${installation.id}` } };
    const payload: Record<string, unknown> = { ...(target.kind === "integration" ? named : {}), ...event.payload };
    const body = Buffer.from(JSON.stringify(payload), "utf8");
    const guid = randomUUID();
    this.launch({
      ...freshResult(),
      id: world.nextId(),
      guid,
      event: event.name,
      action: typeof payload.action === "string" ? payload.action : null,
      installation: installation?.id ?? null,
      repository: event.repository?.id ?? null,
      redelivery: false,
      at: world.now(),
      url: target.url,
      requestHeaders: headersOf(target, { event, guid, body, appId: world.app.id }),
      payload,
      body,
      lane: laneOf(event),
    });
  }

  private launch(sent: Sent): void {
    this.log.push(sent);
    const before = this.lanes.get(sent.lane);
    const departed = this.departures.then(() => before);
    const { left, answered } = this.post(sent, departed);
    this.departures = before === undefined ? left : this.departures;
    const waited = Promise.race([answered, left.then(() => pause(PATIENCE))]);
    this.lanes.set(sent.lane, waited);
    const done = answered.finally(() => {
      this.underway.delete(done);
      if (this.lanes.get(sent.lane) === waited) this.lanes.delete(sent.lane);
    });
    this.underway.add(done);
  }

  private post(sent: Sent, departed: Promise<void>): { left: Promise<void>; answered: Promise<void> } {
    let leave = (): void => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const answered = departed.then(() => exchange(sent, { agent: this.agent, timeout: this.options.timeout, leave }));
    return { left, answered };
  }
}

interface Exchange {
  readonly agent: Agent;
  readonly timeout: number;
  /** Called when the bytes are out, or never will be. */
  readonly leave: () => void;
}

function exchange(sent: Sent, by: Exchange): Promise<void> {
  const started = performance.now();
  return new Promise((resolve) => {
    const end = (status: string, statusCode = 0): void => {
      if (sent.status === "pending")
        Object.assign(sent, { status, statusCode, duration: (performance.now() - started) / 1000 });
      clearTimeout(timer);
      by.leave();
      resolve();
    };
    const outgoing = request(
      sent.url,
      { method: "POST", agent: by.agent, headers: sent.requestHeaders },
      (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
        incoming.on("error", () => end("failed to read the response"));
        incoming.on("end", () => {
          sent.responseBody = Buffer.concat(chunks).toString("utf8");
          sent.responseHeaders = Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
          );
          const code = incoming.statusCode ?? 0;
          end(code >= 200 && code < 300 ? "OK" : `Invalid HTTP Response: ${code}`, code);
        });
      },
    );
    const timer = setTimeout(() => {
      end("timed out");
      outgoing.destroy();
    }, by.timeout);
    outgoing.on("error", () => end("failed to connect to host"));
    outgoing.on("finish", by.leave);
    outgoing.end(sent.body);
  });
}

function installationFor(world: World, event: WorldEvent): Installation | undefined {
  if (event.installation !== undefined) return event.installation;
  const { repository } = event;
  if (repository === null) return undefined;
  const found = world.installationOf(repository.owner.login);
  if (found === undefined || found.suspendedAt !== null) return undefined;
  return covers(found, repository.owner.login, repository.name) ? found : undefined;
}

function headersOf(
  target: HookTarget,
  about: { event: WorldEvent; guid: string; body: Buffer; appId: number },
): Record<string, string> {
  const { event, guid, body } = about;
  const targetId = target.kind === "integration" ? about.appId : (event.repository?.id ?? 0);
  return {
    accept: "*/*",
    "content-type": "application/json",
    "content-length": String(body.length),
    "user-agent": "GitHub-Hookshot/5a4d0bx",
    "x-github-delivery": guid,
    "x-github-event": event.name,
    "x-github-hook-id": String(target.hookId),
    "x-github-hook-installation-target-id": String(targetId),
    "x-github-hook-installation-target-type": target.kind,
    "x-hub-signature-256": `sha256=${createHmac("sha256", target.secret).update(body).digest("hex")}`,
  };
}

function laneOf(event: WorldEvent): string {
  const { payload, repository } = event;
  const place = repository === null ? "" : fullName(repository);
  const subject = payload.issue ?? payload.pull_request;
  if (typeof subject === "object" && subject !== null && "number" in subject) return `${place}#${subject.number}`;
  return `${place}:${event.name}`;
}

function freshResult(): Pick<Sent, "status" | "statusCode" | "duration" | "responseHeaders" | "responseBody"> {
  return { status: "pending", statusCode: 0, duration: 0, responseHeaders: {}, responseBody: "" };
}

function pick(sent: Sent): Omit<Sent, "id" | "at" | "redelivery" | keyof ReturnType<typeof freshResult>> {
  const { guid, event, action, installation, repository, url, requestHeaders, payload, body, lane } = sent;
  return { guid, event, action, installation, repository, url, requestHeaders, payload, body, lane };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
