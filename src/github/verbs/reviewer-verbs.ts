import { decode } from "../decode.ts";
import type { GitHub } from "../github.ts";
import { GitHubError } from "../github-error.ts";
import { absentFrom } from "./assignee-verbs.ts";
import { reviewersAnswer } from "./rest-answers.ts";
import { type VerbContext, writeTo } from "./verb-context.ts";

type ReviewerVerbs = Pick<GitHub, "requestReviewers" | "removeReviewers">;

export function reviewerVerbs(context: VerbContext): ReviewerVerbs {
  return {
    requestReviewers: (number, reviewers) => change(context, { number, method: "POST", reviewers }),
    removeReviewers: async (number, reviewers) => {
      await change(context, { number, method: "DELETE", reviewers });
    },
  };
}

interface Change {
  readonly number: number;
  readonly method: "POST" | "DELETE";
  readonly reviewers: readonly string[];
}

/** Answers those GitHub did not take. One unknown name makes GitHub refuse all, so then each is asked for alone. */
async function change(context: VerbContext, wanted: Change): Promise<readonly string[]> {
  if (wanted.reviewers.length === 0) return [];
  try {
    return await send(context, wanted);
  } catch (error) {
    if (!(error instanceof GitHubError) || error.refusal !== "invalid") throw error;
    if (wanted.reviewers.length === 1) return wanted.reviewers;
  }
  const refused: string[] = [];
  for (const reviewer of wanted.reviewers) {
    refused.push(...(await change(context, { ...wanted, reviewers: [reviewer] })));
  }
  return refused;
}

async function send(context: VerbContext, { number, method, reviewers }: Change): Promise<readonly string[]> {
  const route = `${method} /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers`;
  const logins = reviewers.filter((reviewer) => !reviewer.includes("/"));
  const teams = reviewers.filter((reviewer) => reviewer.includes("/"));
  const body = { reviewers: logins, team_reviewers: teams.map(slugOf) };
  const answer = await writeTo(context, { number, part: "rest" }, { route, path: { pull_number: number }, body });
  if (answer.planned) return [];
  const asked = decode(reviewersAnswer, route, answer.data);
  context.snapshot.of(number).changed({ requestedReviewers: asked.logins });
  if (method === "DELETE") return [];
  const absentTeams = teams.filter((team) => absentFrom(asked.teams, [slugOf(team)]).length > 0);
  return [...absentFrom(asked.logins, logins), ...absentTeams];
}

function slugOf(team: string): string {
  return team.slice(team.indexOf("/") + 1);
}
