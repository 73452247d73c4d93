import examples from "@octokit/webhooks-examples" with { type: "json" };
import { describe, expect, it } from "vitest";
import { commentFromEvent } from "../../../src/bot/events/comment-from-event.ts";
import { decodeEvent } from "../../../src/bot/events/decode-event.ts";
import { eventShapes } from "../../../src/bot/events/event-shapes.ts";
import { subjectOf } from "../../../src/bot/events/event-subject.ts";
import { eventTime } from "../../../src/bot/events/event-time.ts";
import { bytes, comment, issue } from "../payloads.ts";

interface Example {
  readonly name: string;
  readonly examples: readonly Record<string, unknown>[];
}

const all = (examples as unknown as readonly Example[]).flatMap(({ name, examples: payloads }) =>
  payloads.map((payload) => ({ name, payload, action: payload.action })),
);
const eventName = (name: string, action: unknown) => (typeof action === "string" ? `${name}.${action}` : name);

describe("GitHub's published examples", () => {
  it.each(all)(
    "$name $action is decoded when a plugin can listen to it, and ignored otherwise",
    ({ name, payload }) => {
      const decoded = decodeEvent(name, bytes(payload));
      if (!eventShapes.has(eventName(name, payload.action))) {
        expect(decoded).toEqual({ kind: "ignored", reason: "no plugin can listen to this event" });
        return;
      }
      expect(decoded.kind === "ignored" ? decoded.reason : "").toBe("");
      if (decoded.kind !== "event") throw new Error("not decoded");
      expect(() => [commentFromEvent(decoded.event), subjectOf(decoded.event), eventTime(decoded.event)]).not.toThrow();
    },
  );

  it("cover most of the events", () => {
    const seen = new Set(all.map(({ name, action }) => eventName(name, action)));
    const missing = [...eventShapes.keys()].filter((event) => !seen.has(event));
    expect(missing.length).toBeLessThan(6);
  });

  it.each(all)("$name $action sent under another event's name is ignored without a throw", ({ name, payload }) => {
    const others = ["issue_comment", "pull_request", "push", "status"].filter((other) => other !== name);
    for (const other of others) {
      const decoded = decodeEvent(other, bytes(payload));
      if (decoded.kind === "event") expect(commentFromEvent(decoded.event)?.body ?? "").toEqual(expect.any(String));
      else expect(decoded.kind).toBe("ignored");
    }
  });
});

describe("bytes that are no event", () => {
  it.each([
    ["nothing", ""],
    ["no JSON", "{"],
    ["a list", "[]"],
    ["null", "null"],
    ["a string", '"x"'],
    ["not UTF-8", "\xff\xfe"],
  ])("%s is malformed", (_, text) => {
    expect(decodeEvent("push", Buffer.from(text, "latin1"))).toEqual({ kind: "malformed" });
  });

  it("survives depth", () => {
    const deep = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    const list = `{"action":"created","comment":${"[".repeat(50_000)}${"]".repeat(50_000)}}`;
    expect(decodeEvent("push", Buffer.from(deep)).kind).toBe("ignored");
    expect(decodeEvent("issue_comment", Buffer.from(list)).kind).toBe("ignored");
  });

  it("survives depth in a field nobody reads", () => {
    const body = JSON.stringify(comment("/lgtm")).replace(/^\{/, `{"x":${"[".repeat(50_000)}${"]".repeat(50_000)},`);
    expect(decodeEvent("issue_comment", Buffer.from(body)).kind).toBe("event");
  });
});

describe("fields that would be trusted", () => {
  const broken = (change: (payload: Record<string, object>) => void) => {
    const payload = structuredClone(comment("/lgtm")) as Record<string, object>;
    change(payload);
    return decodeEvent("issue_comment", bytes(payload));
  };

  it.each<[string, string, (payload: Record<string, object>) => void]>([
    ["a repository named ..", "payload.repository.name", (p) => void Object.assign(p.repository ?? {}, { name: ".." })],
    ["a slash in a name", "payload.repository.name", (p) => void Object.assign(p.repository ?? {}, { name: "a/b" })],
    ["a number as text", "payload.issue.number", (p) => void Object.assign(p.issue ?? {}, { number: "5" })],
    ["a number below one", "payload.issue.number", (p) => void Object.assign(p.issue ?? {}, { number: 0 })],
    ["no sender", "payload.sender", (p) => void Reflect.deleteProperty(p, "sender")],
    [
      "labels that are none",
      "payload.issue.labels[0].name",
      (p) => void Object.assign(p.issue ?? {}, { labels: [{}] }),
    ],
    ["a text that is none", "payload.comment.body", (p) => void Object.assign(p.comment ?? {}, { body: {} })],
    ["a login with a blank", "payload.sender.login", (p) => void Object.assign(p.sender ?? {}, { login: "a b" })],
  ])("%s: the event is ignored and the place named", (_, place, change) => {
    const decoded = broken(change);
    expect(decoded).toEqual({
      kind: "ignored",
      reason: `not the shape of issue_comment.created: ${place}`,
      isMisshapen: true,
    });
  });

  it("does not read inherited properties", () => {
    const text = JSON.stringify({ ...comment("/x"), issue: undefined }).replace("{", '{"__proto__":{"issue":{}},');
    expect(decodeEvent("issue_comment", Buffer.from(text)).kind).toBe("ignored");
    expect(decodeEvent("constructor", bytes(issue())).kind).toBe("ignored");
  });
});
