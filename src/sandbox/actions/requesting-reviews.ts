import { Refusal } from "../refusal.ts";
import { renderTeam, renderUser } from "../render/account.ts";
import { grantOf } from "../state/access.ts";
import type { Acting } from "../state/actor.ts";
import type { Account, Pull, Team } from "../state/records.ts";
import { announceSubject } from "./announce.ts";
import { demandOn } from "./guard.ts";
import { remember } from "./timeline.ts";

export interface Reviewers {
  readonly reviewers?: readonly string[];
  /** Team slugs. */
  readonly teams?: readonly string[];
}

/** Requests reviews. One name GitHub does not take refuses them all with 422. */
export function requestReviewers(acting: Acting, issue: Pull, wanted: Reviewers): void {
  demandOn(acting, issue, "triage", true);
  const people = (wanted.reviewers ?? []).map((login) => reviewerOf(acting, issue, login));
  const teams = (wanted.teams ?? []).map((slug) => teamOf(acting, issue, slug));
  for (const account of people) {
    if (issue.pull.requestedReviewers.includes(account)) continue;
    issue.pull.requestedReviewers = [...issue.pull.requestedReviewers, account];
    tell(acting, issue, { action: "review_requested", account });
  }
  for (const team of teams) {
    if (issue.pull.requestedTeams.includes(team)) continue;
    issue.pull.requestedTeams = [...issue.pull.requestedTeams, team];
    tell(acting, issue, { action: "review_requested", team });
  }
}

/** Takes requests back; those that were not made are skipped. */
export function removeReviewers(acting: Acting, issue: Pull, unwanted: Reviewers): void {
  demandOn(acting, issue, "triage", true);
  const { pull } = issue;
  const logins = new Set((unwanted.reviewers ?? []).map((login) => login.toLowerCase()));
  for (const account of pull.requestedReviewers.filter((asked) => logins.has(asked.login.toLowerCase()))) {
    pull.requestedReviewers = pull.requestedReviewers.filter((other) => other !== account);
    tell(acting, issue, { action: "review_request_removed", account });
  }
  for (const team of pull.requestedTeams.filter((asked) => (unwanted.teams ?? []).includes(asked.slug))) {
    pull.requestedTeams = pull.requestedTeams.filter((other) => other !== team);
    tell(acting, issue, { action: "review_request_removed", team });
  }
}

function reviewerOf(acting: Acting, issue: Pull, login: string): Account {
  const account = acting.world.accounts.get(login.toLowerCase());
  if (account === issue.author) throw new Refusal(422, "Review cannot be requested from pull request author.");
  if (account === undefined || grantOf(acting.world, issue.repository, account) === "none")
    throw notCollaborator(issue);
  return account;
}

function teamOf(acting: Acting, issue: Pull, slug: string): Team {
  const organization = acting.world.organizations.get(issue.repository.owner.login.toLowerCase());
  const team = organization?.teams.get(slug.toLowerCase());
  if (team === undefined) throw new Refusal(422, "Could not resolve to a node with the global id of 'T_unknown'.");
  const key = `${issue.repository.owner.login}/${issue.repository.name}`.toLowerCase();
  if (!team.repositories.has(key)) throw notCollaborator(issue);
  return team;
}

function notCollaborator(issue: Pull): Refusal {
  const place = `${issue.repository.owner.login}/${issue.repository.name}`;
  return new Refusal(
    422,
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${place} repository.`,
  );
}

function tell(acting: Acting, issue: Pull, about: { action: string; account?: Account; team?: Team }): void {
  const { action, account, team } = about;
  const reviewer = account ?? team;
  remember(acting, issue, action, reviewer === undefined ? {} : { reviewer });
  const named = account ? { requested_reviewer: renderUser(acting.world, account) } : {};
  const grouped = team ? { requested_team: renderTeam(acting.world, team) } : {};
  announceSubject(acting, issue, { action, ...named, ...grouped });
}
