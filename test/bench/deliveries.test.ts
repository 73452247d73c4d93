import { expect, it } from "vitest";
import { commentDelivery, commentPayload } from "../../bench/rig/comment-delivery.ts";
import { isWhole, wireOf } from "../../bench/rig/drive.ts";
import { STORED_TEXT, UNWANTED_TEXT } from "../../bench/rig/stored-comments.ts";
import { createClassifier } from "../../src/bot/events/classify-delivery.ts";
import { indexEnabled } from "../../src/bot/registry.ts";
import { plugins } from "../../src/plugins/index.ts";
import { sign } from "../../src/server/signature.ts";

it.each([
  ["", false],
  ["HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n", false],
  ["HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\nok", false],
  ["HTTP/1.1 202 Accepted\r\nContent-Length: 3\r\n\r\nok\n", true],
  ["HTTP/1.1 204 No Content\r\ncontent-length: 0\r\n\r\n", true],
])("knows whether %j is a whole answer", (answer, whole) => {
  expect(isWhole(answer)).toBe(whole);
});

it("makes comments of 11 KB, each under its own id and signed over its bytes", () => {
  const [one, other] = [1, 2].map((index) => commentDelivery({ body: STORED_TEXT, index }, "secret"));
  expect(one?.bytes.length).toBe(11_000);
  expect(one?.headers["x-github-delivery"]).not.toBe(other?.headers["x-github-delivery"]);
  expect(one?.headers["x-hub-signature-256"]).toBe(sign(one?.bytes ?? "", "secret"));
  expect(wireOf(commentDelivery({ body: STORED_TEXT, index: 1 }, "secret")).toString()).toContain(
    "content-length: 11000\r\n\r\n{",
  );
});

it.each([
  [STORED_TEXT, "wanted"],
  [UNWANTED_TEXT, "unwanted"],
])("sends %j, which is %s", (body, kind) => {
  const enabled = indexEnabled(plugins.filter(({ name }) => name === "lgtm"));
  const classify = createClassifier({ enabledFor: () => enabled });
  expect(classify("issue_comment", commentPayload({ body, index: 1 })).kind).toBe(kind);
});
