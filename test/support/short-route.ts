/** A route as tests name it: `…` stands for the issue or pull request, `repo` for the repository. */
export function shortRoute(route: string): string {
  return route
    .replace("/repos/{owner}/{repo}", "repo")
    .replace(/repo\/(?:issues\/\{issue_number\}|pulls\/\{pull_number\})/, "…");
}
