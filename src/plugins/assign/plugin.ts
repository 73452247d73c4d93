import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { assignPeople } from "./assign-people.ts";
import { logins, loginsAndTeams } from "./names.ts";
import { requestReviews } from "./request-reviews.ts";

/** Assignees and review requests by command. Prow: pkg/plugins/assign. */
export const assign = definePlugin({
  name: "assign",
  summary: "Assigns people to issues and pull requests and requests reviews from people and teams.",
  needs: { issues: "write", pull_requests: "write" },
  commands: ({ command }) => [
    command({
      names: ["assign", "unassign"],
      args: logins,
      usage: "/[un]assign [[@]<login>...]",
      description: "Assigns or unassigns people; without a name, yourself.",
      examples: ["/assign", "/unassign", "/assign @octocat", "/assign octocat @hubot"],
      featured: true,
      who: "Anyone. The people named must be members of the organisation who can read the repository, collaborators, or have commented on the thread.",
      run: assignPeople,
    }),
    command({
      names: ["cc", "uncc"],
      args: loginsAndTeams,
      usage: "/[un]cc [[@]<login>|[@]<org>/<team>...]",
      description: "Requests a review from people or teams, or takes the request back; without a name, yourself.",
      examples: ["/cc", "/uncc", "/cc @octocat", "/cc octocat @octo-org/reviewers"],
      featured: true,
      on: "pull",
      who: "Anyone. The people named must be members of the organisation or collaborators, and not the author.",
      run: requestReviews,
    }),
  ],
});
