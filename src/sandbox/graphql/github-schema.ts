import type { Schema } from "./schema.ts";
import { accountTypes, actorFields } from "./schema-accounts.ts";
import { issueTimelineNames, issueTypes, timelineNames } from "./schema-issues.ts";
import { pullTypes } from "./schema-pulls.ts";
import { repositoryTypes } from "./schema-repositories.ts";
import { rootTypes } from "./schema-roots.ts";

/** The part of GitHub's schema that the sandbox answers. A test holds every name and argument against the published one. */
export const githubSchema: Schema = {
  objects: new Map([...rootTypes, ...accountTypes, ...repositoryTypes, ...issueTypes, ...pullTypes]),
  abstracts: new Map([
    ["Actor", { of: ["User", "Bot", "Organization"], fields: actorFields }],
    ["RepositoryOwner", { of: ["User", "Organization"], fields: ["login", "id", "url"] }],
    ["Assignee", { of: ["User", "Bot", "Organization"], fields: [] }],
    ["RequestedReviewer", { of: ["User", "Bot", "Team"], fields: [] }],
    ["IssueOrPullRequest", { of: ["Issue", "PullRequest"], fields: [] }],
    ["GitObject", { of: ["Commit", "Blob", "Tree"], fields: ["oid", "id"] }],
    ["PullRequestTimelineItems", { of: timelineNames, fields: [] }],
    ["IssueTimelineItems", { of: issueTimelineNames, fields: [] }],
    ["StatusCheckRollupContext", { of: ["CheckRun", "StatusContext"], fields: [] }],
    ["SearchResultItem", { of: ["Issue", "PullRequest"], fields: [] }],
    ["Node", { of: ["PullRequest", "Issue", "User", "Repository"], fields: ["id"] }],
  ]),
};
