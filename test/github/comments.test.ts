import { describe, expect, it } from "vitest";
import { commentMarker, effectId, fitComment } from "../../src/github/verbs/comment-text.ts";
import { commentBody, user } from "./answers.ts";
import { type Bench, bench, json, type SeenRequest } from "./fake-github.ts";

const comments = "/repos/acme/rocket/issues/7/comments";
const markerOf = (ordinal: number, secret = "marker") =>
  commentMarker(effectId({ delivery: "guid-1", plugin: "lgtm", repo: "acme/rocket", number: 7, ordinal }), secret);

const posted = ({ body }: SeenRequest) => json(commentBody(1, (body as { body: string }).body), 201);

function withMe({ fake }: Bench, login = "bowsprit-bot") {
  fake.on("GET /user", () => json({ login, id: 5 }));
}

describe("comment", () => {
  it("carries a hidden marker", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${comments}`, posted);
    await delivery()().comment(7, "Hello");
    expect(fake.seen[0]?.body).toEqual({ body: `Hello\n\n${markerOf(0)}` });
  });

  it("is posted once for a delivery, however often the step runs", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${comments}`, posted);
    await delivery()().comment(7, "Hello");
    await delivery()().comment(7, "Hello");
    expect(fake.routes).toEqual([`POST ${comments}`]);
  });

  it("is another one for another delivery, plugin, issue, or the next in its step", async () => {
    const { fake, delivery } = bench();
    fake.on(`POST ${comments}`, posted);
    fake.on("POST /repos/acme/rocket/issues/8/comments", posted);
    const verbs = delivery();
    const github = verbs();
    await github.comment(7, "Hello");
    await github.comment(7, "Hello");
    await github.comment(8, "Hello");
    await verbs("hold").comment(7, "Hello");
    await delivery({ guid: "guid-2" })().comment(7, "Hello");
    expect(new Set(fake.seen.map(({ body }) => (body as { body: string }).body)).size).toBe(5);
  });

  it("is looked for, once it must show, before it is made again", async () => {
    const own = bench();
    withMe(own);
    const { fake, time, delivery } = own;
    fake.on(`POST ${comments}`, () => json({ message: "Bad gateway" }, 502));
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "server" });
    const begun = time.now();
    fake.on(`GET ${comments}`, () => json([commentBody(1, `Hello\n\n${markerOf(0)}`, { user: user("Bowsprit-Bot") })]));
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "network", retryAfter: 12_000 });
    time.time = begun + 11_999;
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "network", retryAfter: 1 });
    time.time = begun + 12_000;
    await delivery()().comment(7, "Hello");
    expect(time.slept).toEqual([]);
    expect(fake.routes.filter((route) => route.startsWith("POST"))).toHaveLength(1);
    await delivery()().comment(7, "Hello");
    expect(fake.seen).toHaveLength(3);
  });

  it.each([
    ["nobody posted it", []],
    ["someone else pasted the marker", [commentBody(1, markerOf(0), { user: user("mallory") })]],
    ["only another comment is there", [commentBody(1, markerOf(1), { user: user("bowsprit-bot") })]],
  ])("is made again when %s", async (_, found) => {
    const own = bench();
    withMe(own);
    const { fake, time, delivery } = own;
    fake.on(`POST ${comments}`, () => new TypeError("socket closed"), posted);
    fake.on(`GET ${comments}`, () => json(found));
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "network", retryable: true });
    time.time += 12_000;
    await delivery()().comment(7, "Hello");
    expect(fake.routes.filter((route) => route.startsWith("POST"))).toHaveLength(2);
    expect([...own.stores.effectStates.values()].map(({ state }) => state)).toEqual(["done"]);
  });

  it("is found although its marker was made with a key that stood first before", async () => {
    const old = bench({ markerSecret: "old marker" });
    old.fake.on(`POST ${comments}`, () => json({ message: "Bad gateway" }, 502));
    await expect(old.delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "server" });
    const rotated = bench({ effects: old.stores.effects, otherMarkerSecrets: ["older marker", "old marker"] });
    rotated.time.time += 12_000;
    withMe(rotated);
    const body = `Hello\n\n${markerOf(0, "old marker")}`;
    rotated.fake.on(`GET ${comments}`, () => json([commentBody(1, body, { user: user("bowsprit-bot") })]));
    await rotated.delivery()().comment(7, "Hello");
    expect(rotated.fake.routes.filter((route) => route.startsWith("POST"))).toEqual([]);
  });

  it.each([403, 404, 410, 422])("is made again at once after a definite %i", async (status) => {
    const { fake, time, delivery } = bench();
    fake.on(`POST ${comments}`, () => json({ message: "No" }, status), posted);
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ status });
    await delivery()().comment(7, "Hello");
    expect(time.slept).toEqual([]);
    expect(fake.seen).toHaveLength(2);
  });

  it("needs no looking for when GitHub could not be reached at all", async () => {
    const { fake, time, delivery } = bench();
    const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    fake.on(`POST ${comments}`, () => Object.assign(new TypeError("fetch failed"), { cause: refused }), posted);
    await expect(delivery()().comment(7, "Hello")).rejects.toMatchObject({ refusal: "network" });
    await delivery()().comment(7, "Hello");
    expect(time.slept).toEqual([]);
  });

  it("that was begun before a restart settles from the restart on", async () => {
    const first = bench();
    first.fake.on(`POST ${comments}`, () => new TypeError("killed"));
    await expect(first.delivery()().comment(7, "Hello")).rejects.toThrow("killed");
    const second = bench({ effects: first.stores.effects });
    second.time.time += 11_000;
    withMe(second);
    second.fake.on(`GET ${comments}`, () => json([]));
    second.fake.on(`POST ${comments}`, posted);
    await expect(second.delivery()().comment(7, "Hello")).rejects.toMatchObject({ retryAfter: 1_000 });
    second.time.time += 1_000;
    await second.delivery()().comment(7, "Hello");
    expect(second.fake.routes.filter((route) => route.startsWith("POST"))).toHaveLength(1);
  });
});

describe("comments", () => {
  it("are read once a delivery and show what it did to them", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${comments}`, () => json([commentBody(1, "one"), commentBody(2, "two"), commentBody(3, "three")]));
    fake.on(`POST ${comments}`, ({ body }) => json(commentBody(4, (body as { body: string }).body), 201));
    fake.on("PATCH /repos/acme/rocket/issues/comments/1", () => json(commentBody(1, "uno")));
    fake.on("DELETE /repos/acme/rocket/issues/comments/2", () => json({ message: "Not Found" }, 404));
    const github = delivery()();
    await github.comments(7);
    await github.comment(7, "four");
    await github.editComment(1, "uno");
    await github.deleteComment(2);
    const bodies = (await github.comments(7)).map(({ body }) => body.split("\n")[0]);
    expect(bodies).toEqual(["uno", "three", "four"]);
    expect(fake.seen.filter(({ method }) => method === "GET")).toHaveLength(1);
  });

  it("of deleted accounts are by ghost", async () => {
    const { fake, delivery } = bench();
    fake.on(`GET ${comments}`, () => json([commentBody(1, "boo", { user: null, body: null })]));
    const [comment] = await delivery()().comments(7);
    expect(comment).toMatchObject({ author: { login: "ghost", type: "User" }, body: "" });
  });
});

describe("fitComment", () => {
  it.each([
    ["a short one as it is", "Hello", "Hello"],
    ["a long one cut", "x".repeat(70_000), `${"x".repeat(60_000)}…`],
    ["no half of a character", `${"x".repeat(59_999)}😀${"y".repeat(9)}`, `${"x".repeat(59_999)}…`],
    ["an open fence closed", `\`\`\`\n${"x".repeat(70_000)}`, `\`\`\`\n${"x".repeat(59_996)}…\n\`\`\``],
    ["a closed fence alone", `~~~\n~~~\n${"x".repeat(70_000)}`, `~~~\n~~~\n${"x".repeat(59_992)}…`],
  ])("leaves %s", (_, body, expected) => {
    expect(fitComment(body)).toBe(expected);
  });
});
