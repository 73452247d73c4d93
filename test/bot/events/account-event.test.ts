import { describe, expect, it } from "vitest";
import { accountEvent } from "../../../src/bot/events/account-event.ts";
import { createClassifier } from "../../../src/bot/events/classify-delivery.ts";

const installation = { id: 12, account: { login: "acme" }, permissions: { issues: "write" } };

describe("an event about an installation", () => {
  it.each(["suspend", "unsuspend", "deleted", "created", "new_permissions_accepted"])("is read: %s", (action) => {
    expect(accountEvent("installation", { action, installation })).toEqual({
      action,
      installation: 12,
      account: "acme",
    });
  });

  it("is also one about the repositories of an installation", () => {
    expect(accountEvent("installation_repositories", { action: "added", installation })?.action).toBe("added");
  });

  it.each([
    [
      "another event's payload under this header",
      "installation",
      { action: "deleted", installation: { id: 12 }, comment: {} },
    ],
    ["this payload under another header", "issue_comment", { action: "deleted", installation }],
    ["an id that is none", "installation", { action: "deleted", installation: { ...installation, id: "12" } }],
    ["no action", "installation", { installation }],
    [
      "an account without a name",
      "installation",
      { action: "deleted", installation: { ...installation, account: {} } },
    ],
  ])("is not %s", (_, header, payload) => {
    expect(accountEvent(header, payload)).toBeUndefined();
  });

  it("is wanted wherever no plugin is enabled, apart from the installation's own deliveries", () => {
    const classify = createClassifier({
      enabledFor: () => {
        throw new Error("nobody asks about a repository");
      },
    });
    const body = Buffer.from(JSON.stringify({ action: "suspend", installation }));
    expect(classify("installation", body)).toEqual({
      kind: "wanted",
      lane: "installation:12",
      group: "installations",
    });
  });
});
