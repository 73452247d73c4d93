import { assigned, has, lacks, saying, silence, state } from "./expectation.ts";
import { planFiles, tideFiles, tideFix } from "./harbour-files.ts";
import { does, opens, type Scene, writes } from "./scene.ts";

const tide: Scene = {
  steps: [
    opens("sam", "opens a pull request with Go code, its test and a page", ({ sandbox, repository }) =>
      sandbox.as("sam").openPull(repository, {
        title: "Measure the tide before casting off",
        body: "Last week two boats sat on the mud.",
        files: tideFiles,
        headOwner: "sam",
        headRef: "tide",
      }),
    )(has("size/S", "area/hull", "area/charts"), lacks("approved"), saying("NOT APPROVED")),
    writes("sam", "/assign @rita", assigned("rita")),
    writes("sam", "/area engine", has("area/engine")),
    writes("sam", "I think this is ready.\n/lgtm", lacks("lgtm"), saying("your own pull request")),
    writes("rita", "Read it twice, tried it at low water.\n/lgtm", has("lgtm"), lacks("approved")),
    writes("rita", "/approve", lacks("approved"), saying("NOT APPROVED")),
    writes("dora", "The page is right, too.\n/approve", has("approved"), saying("APPROVED")),
    writes("mara", "Not before the regatta, please.\n/hold", has("do-not-merge/hold")),
    writes("mara", "/hold cancel", lacks("do-not-merge/hold")),
    does("sam", "pushes one more commit", ({ sandbox }, pull) => {
      sandbox.as("sam").push(pull, tideFix, "Name the margin");
    })("push", lacks("lgtm"), has("approved")),
  ],
};

const plan: Scene = {
  steps: [
    opens("nils", "opens a pull request that is not ready yet", ({ sandbox, repository }) =>
      sandbox.as("nils").openPull(repository, {
        title: "WIP: Draw the old pier",
        files: planFiles,
        headOwner: "nils",
        headRef: "old-pier",
      }),
    )(has("size/XS", "area/charts", "do-not-merge/work-in-progress")),
    does("nils", 'renames it to "Draw the old pier"', ({ sandbox }, pull) => {
      sandbox.as("nils").edit(pull, { title: "Draw the old pier" });
    })("renamed", lacks("do-not-merge/work-in-progress")),
    writes("nils", "/assing @theo", saying("/assign")),
    writes("nils", "/assign @theo", assigned("theo")),
    writes("theo", "Just as I remember it.\n/lgtm\n/approve", has("lgtm", "approved")),
  ],
};

const crew: Scene = {
  steps: [
    opens("eva", "opens an issue", ({ sandbox, repository }) =>
      sandbox.as("eva").openIssue(repository, {
        title: "How do I join the crew?",
        body: "I can splice and I own boots.",
      }),
    )(silence),
    writes("eva", "/invite", saying("Welcome aboard"), has("kind/support")),
    writes("rita", "See you on Thursday!\n/close", state("closed as completed"), has("triage/accepted")),
  ],
};

/** The demo's whole story: two pull requests and an issue. */
export const scenes: readonly Scene[] = [tide, plan, crew];
