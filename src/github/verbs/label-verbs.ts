import type { Answer } from "../ask.ts";
import { decode } from "../decode.ts";
import type { GitHub } from "../github.ts";
import { refusedAs } from "../refused-as.ts";
import { hasLabel, missingLabels } from "../snapshot/label-lists.ts";
import { readIssue } from "./issue-verbs.ts";
import { labelsAnswer, namedAnswer } from "./rest-answers.ts";
import { askForAll, keepMinuteIf, onceAMinute, timeOf, type VerbContext, writeTo } from "./verb-context.ts";

type LabelVerbs = Pick<GitHub, "labels" | "addLabels" | "removeLabel" | "repositoryLabels">;

export function labelVerbs(context: VerbContext): LabelVerbs {
  return {
    labels: (number) => readLabels(context, number),
    addLabels: (number, labels) => addLabels(context, number, labels),
    removeLabel: (number, label) => removeLabel(context, number, label),
    repositoryLabels: () => repositoryLabels(context),
  };
}

async function readLabels(context: VerbContext, number: number): Promise<readonly string[]> {
  const snapshot = context.snapshot.of(number);
  const told = snapshot.labels.peek();
  return told ? snapshot.currentLabels(await told) : (await readIssue(context, number)).labels;
}

async function addLabels(context: VerbContext, number: number, labels: readonly string[]): Promise<void> {
  if (labels.length === 0) return;
  const missing = missingLabels(await readLabels(context, number), labels);
  if (missing.length === 0) return;
  const shared = { ...context, signal: context.deliverySignal };
  await context.snapshot.of(number).batch.add(missing, (all) => postLabels(shared, number, all));
}

async function postLabels(context: VerbContext, number: number, labels: readonly string[]): Promise<void> {
  const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/labels";
  const question = { route, path: { issue_number: number }, body: { labels } };
  const answer = await writeTo(context, { number, part: "labels" }, question);
  context.snapshot.of(number).labelsAdded(labels, labelsAfter(context, number, { route, answer }));
  // Adding a label that the repository does not define creates it.
  const defined = (known: readonly string[]) => missingLabels(known, labels).length === 0;
  await keepMinuteIf(context, repositoryLabelsKey(context), defined);
}

async function removeLabel(context: VerbContext, number: number, label: string): Promise<void> {
  const snapshot = context.snapshot.of(number);
  if (snapshot.labelsKnown && !hasLabel(await readLabels(context, number), label)) return;
  const route = "DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}";
  const question = { route, path: { issue_number: number, name: label } };
  const writing = writeTo(context, { number, part: "labels" }, question);
  const answer = await refusedAs("not-found", undefined, writing);
  snapshot.labelRemoved(label, answer && labelsAfter(context, number, { route, answer }));
}

/** What GitHub says the labels are after a write; also kept for the deliveries that the write will cause. */
function labelsAfter(
  { services, repo }: VerbContext,
  number: number,
  { route, answer }: { readonly route: string; readonly answer: Answer },
): readonly string[] | undefined {
  if (answer.planned || answer.status === 204) return undefined;
  const labels = decode(labelsAnswer, route, answer.data);
  services.ownWrites.record({ repo, number }, "labels", { at: timeOf(answer, services.clock), labels });
  return labels;
}

function repositoryLabels(context: VerbContext): Promise<readonly string[]> {
  const route = "GET /repos/{owner}/{repo}/labels";
  return onceAMinute(context, repositoryLabelsKey(context), (shared) => askForAll(shared, namedAnswer, { route }));
}

function repositoryLabelsKey({ repo }: VerbContext): string {
  return `labels ${repo.owner}/${repo.name}`.toLowerCase();
}
