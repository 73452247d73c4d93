import { expect, it } from "vitest";
import { setStage } from "./stage.ts";

/** A recorded world holds what Prow saw; its people may do things that GitHub would not let them, such as label by hand. */
const powers = { mayAll: true };

it("can be set as every recorded world is, and read after every kind of step", async () => {
  const { sandbox, repository } = await setStage();
  const prior = repository.pull({ author: "otto", state: "closed", merged: true });
  const pull = repository.pull({
    author: "alice",
    title: "Add a thing",
    body: "It adds a thing.",
    commits: [
      {
        message: "Add\n\nSigned-off-by: A <a@example.com>",
        files: { "pkg/a.go": null, "pkg/b.go": "b\n" },
        author: "rick",
      },
    ],
    labels: ["lgtm"],
    assignees: ["ann"],
    reviewers: ["rick"],
    draft: true,
    baseRef: "release",
    headOwner: "otto",
  });
  repository.status({ sha: pull.head, context: "ci/build", state: "success" });
  const as = (login: string) => sandbox.as(login, powers);
  as("alice").open(pull);
  const comment = as("rick").comment(pull, "/lgtm");
  as("rick").editComment(comment, "/hold");
  as("rick").deleteComment(comment);
  as("rick").review(pull, "COMMENTED", "");
  as("rick").reviewComment(pull, "/lgtm");
  as("pat").addLabels(pull, "approved");
  as("pat").removeLabel(pull, "lgtm");
  as("alice").edit(pull, { title: "x", body: "y" });
  as("alice").ready(pull);
  as("alice").push(pull, { "pkg/c.go": "c\n" });
  as("alice").amend(pull, [{ message: "Anew", files: { "pkg/d.go": "d\n" } }]);
  as("boss").status(pull, "EasyCLA", "failure");
  as("alice").close(pull);
  as("alice").reopen(pull);
  as("alice").draft(pull);
  as("alice").ready(pull);
  as("boss").merge(pull);
  as("boss").deleteBranch(sandbox.world.repository("otto/app"), pull.headRef);
  await sandbox.idle();
  expect([prior.merged, prior.state]).toEqual([true, "closed"]);
  const { labels, assignees, reviewers, draft, merged, state, reason, title, body, milestone, statuses, checks } = pull;
  expect({
    labels,
    assignees,
    reviewers,
    draft,
    merged,
    state,
    reason,
    title,
    body,
    milestone,
    statuses,
    checks,
  }).toEqual({
    labels: ["approved"],
    assignees: ["ann"],
    reviewers: [],
    draft: false,
    merged: true,
    state: "closed",
    reason: null,
    title: "x",
    body: "y",
    milestone: null,
    statuses: { EasyCLA: "failure" },
    checks: {},
  });
  expect(pull.deletedRefs).toEqual([`refs/heads/${pull.headRef}`]);
  expect(repository.file("pkg/d.go", "release")).toBe("d\n");
  expect(repository.file("pkg/a.go", "release")).toBe("package pkg\n");
});

it("does not let a reader label by hand without those powers", async () => {
  const { sandbox, repository } = await setStage();
  const issue = repository.issue({ author: "alice" });
  expect(() => sandbox.as("alice").addLabels(issue, "lgtm")).toThrow("Must have admin rights");
});
