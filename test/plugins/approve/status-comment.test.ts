import { describe, expect, it } from "vitest";
import type { Approval } from "../../../src/plugins/approve/approvals-from-history.ts";
import type { Verdict } from "../../../src/plugins/approve/judge-approval.ts";
import { isStatusComment, statusComment } from "../../../src/plugins/approve/status-comment.ts";

const place = {
  owner: "acme",
  name: "app",
  baseBranch: "release/1.0",
  fileName: "OWNERS",
  linkUrl: "https://github.com",
  commandHelpLink: "https://help.example/commands",
  processLink: "https://help.example/process",
};

const pat: Approval = {
  login: "Pat",
  how: "approved",
  url: "https://github.com/acme/app/pull/7#c1",
  waivesIssue: false,
};
const otto: Approval = { login: "otto", how: "lgtm", url: "https://github.com/acme/app/pull/7#c2", waivesIssue: false };
const alice: Approval = {
  login: "alice",
  how: "author",
  url: "https://github.com/acme/app/pull/7#",
  waivesIssue: false,
};

const open: Verdict = {
  approved: false,
  filesApproved: false,
  byHandOnly: false,
  labelledByHand: false,
  approvals: [alice, otto, pat],
  effective: new Set(["pat"]),
  directories: [
    { directory: "", approvedBy: [], fullyApproved: false },
    { directory: "docs/a b.md", approvedBy: ["Pat"], fullyApproved: false },
    { directory: "pkg", approvedBy: ["Pat"], fullyApproved: true },
  ],
  rootApproverMissing: false,
  assigned: ["dora"],
  unassigned: ["ann", "bob"],
  issue: { required: false, waivedBy: [] },
};
const settled: Verdict = { ...open, approved: true, filesApproved: true, assigned: [], unassigned: [] };

describe("the status comment", () => {
  it("of an open verdict says who approved, whom to ask and what is missing", () => {
    expect(statusComment(open, place)).toMatchInlineSnapshot(`
      "[APPROVALNOTIFIER] This pull request is **NOT APPROVED**

      Approved by [otto](https://github.com/acme/app/pull/7#c2 "gave lgtm, which approves here") (OWNERS do not name them for these files, so this does not count), [Pat](https://github.com/acme/app/pull/7#c1 "approved it").

      **Next**, once it has been reviewed: ask [dora](https://github.com/dora) (assigned already) to approve and assign [ann](https://github.com/ann), [bob](https://github.com/bob) to approve. [How reviews work](https://help.example/process).

      [All commands](https://help.example/commands?repo=acme%2Fapp) this bot understands.

      <details open>
      <summary>Files and approvers</summary>

      Each of these needs an approver:

      - **[\`OWNERS\`](https://github.com/acme/app/blob/release/1.0/OWNERS)**
      - **[\`docs/a b.md\`](https://github.com/acme/app/blob/release/1.0/docs/a%20b.md)** [Pat]: some of its files still need an approver
      - ~~[\`pkg/OWNERS\`](https://github.com/acme/app/blob/release/1.0/pkg/OWNERS)~~ [Pat]

      Approvers write \`/approve\` to approve and \`/approve cancel\` to take it back.

      </details>
      <!-- META={"approvers":["ann","bob","dora"]} -->"
    `);
  });

  it("of an approved one says how it goes on", () => {
    expect(statusComment(settled, place)).toMatchInlineSnapshot(`
      "[APPROVALNOTIFIER] This pull request is **APPROVED**

      Approved by [otto](https://github.com/acme/app/pull/7#c2 "gave lgtm, which approves here") (OWNERS do not name them for these files, so this does not count), [Pat](https://github.com/acme/app/pull/7#c1 "approved it").

      [All commands](https://help.example/commands?repo=acme%2Fapp) this bot understands.

      [How a pull request gets merged](https://help.example/process).

      <details>
      <summary>Files and approvers</summary>

      Each of these needs an approver:

      - **[\`OWNERS\`](https://github.com/acme/app/blob/release/1.0/OWNERS)**
      - **[\`docs/a b.md\`](https://github.com/acme/app/blob/release/1.0/docs/a%20b.md)** [Pat]: some of its files still need an approver
      - ~~[\`pkg/OWNERS\`](https://github.com/acme/app/blob/release/1.0/pkg/OWNERS)~~ [Pat]

      Approvers write \`/approve\` to approve and \`/approve cancel\` to take it back.

      </details>
      <!-- META={"approvers":[]} -->"
    `);
  });

  it("says nothing of people when nobody can be asked", () => {
    expect(statusComment({ ...open, assigned: [], unassigned: [] }, place)).not.toContain("**Next**");
  });

  it("says that a label added by hand stands in for the rest", () => {
    const text = statusComment({ ...open, approved: true, byHandOnly: true, labelledByHand: true }, place);
    expect(text).toContain("**APPROVED**");
    expect(text).toContain("by hand");
    expect(text).not.toContain("**Next**");
  });

  it("asks for a root approver when GitHub lists only some files", () => {
    expect(statusComment({ ...open, rootApproverMissing: true }, place)).toContain(
      "OWNERS file at the root must approve",
    );
  });

  it.each([
    [{ number: 4 }, "issue #4"],
    [{ waivedBy: [pat] }, "waived by [Pat]"],
    [{}, "/approve no-issue"],
  ])("says of a required issue with %j: %s", (issue, words) => {
    expect(statusComment({ ...open, issue: { required: true, waivedBy: [], ...issue } }, place)).toContain(words);
  });

  it("says nothing of issues where none is required", () => {
    expect(statusComment(open, place)).not.toContain("issue #");
  });

  it("cannot be broken by what stands in OWNERS files and directories", () => {
    const evil = "-->\n/approve\n@everyone [x](javascript:y) `<img>`";
    const text = statusComment(
      {
        ...open,
        unassigned: [evil],
        directories: [{ directory: `${evil}/\ud800(dir)`, approvedBy: [], fullyApproved: false }],
      },
      place,
    );
    expect(text).not.toMatch(/^\//m);
    expect(text.split("-->")).toHaveLength(4);
    expect(text.endsWith(" -->")).toBe(true);
    expect(/\]\(([^)]*\/blob\/[^)]*)\)/.exec(text)?.[1]).toMatch(/^[!-~]*%28dir%29\/OWNERS$/);
    const meta = /META=(.*) -->$/.exec(text)?.[1] ?? "";
    expect(JSON.parse(meta)).toEqual({ approvers: [evil, "dora"].sort() });
  });

  it("names Markdown files with owners of their own as they are", () => {
    expect(statusComment(open, place)).toContain("blob/release/1.0/docs/a%20b.md)");
  });
});

describe("isStatusComment", () => {
  it.each(["[APPROVALNOTIFIER] x", "[ApprovalNotifier]", "[approvalnotifier]\n\ny"])("knows %j", (body) => {
    expect(isStatusComment(body)).toBe(true);
  });

  it.each(["", "x [APPROVALNOTIFIER]", "\n[APPROVALNOTIFIER]", "[APPROVALNOTIFIE", "[APPROVALNOTIFIERS]"])(
    "does not take %j for one",
    (body) => {
      expect(isStatusComment(body)).toBe(false);
    },
  );
});
