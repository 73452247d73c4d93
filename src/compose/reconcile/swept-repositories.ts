import type { ConfigurationSource } from "../../config/configuration.ts";
import type { RepoRef } from "../../github/github.ts";
import type { GitHubConnections } from "../../github/github-app.ts";
import type { Logger } from "../../log.ts";
import type { EventName } from "../../plugin-kit/events.ts";
import type { SweptRepository } from "./sweep-repository.ts";

export interface RepositoriesOptions {
  readonly github: Pick<GitHubConnections, "survey">;
  readonly configuration: ConfigurationSource;
  readonly enabledFor: (repo: RepoRef) => { readonly events: ReadonlySet<EventName> };
  readonly isApp: boolean;
  readonly log: Logger;
}

const ABOUT_HEADS: readonly EventName[] = ["pull_request.opened", "pull_request.reopened", "pull_request.synchronize"];

/** The repositories in which a plugin follows pull requests. An installation that cannot be asked is left out. */
export async function sweptRepositories(options: RepositoriesOptions): Promise<readonly SweptRepository[]> {
  const all = options.isApp ? await installed(options) : named(options);
  return all.filter((repo) => {
    const { events } = options.enabledFor(repo);
    return ABOUT_HEADS.some((event) => events.has(event));
  });
}

async function installed({ github, log }: RepositoriesOptions): Promise<readonly SweptRepository[]> {
  const found: SweptRepository[] = [];
  for (const { id, suspended, account } of await github.survey.installations()) {
    if (suspended) continue;
    try {
      const repositories = await github.survey.repositories(id);
      for (const { owner, name, archived } of repositories)
        if (!archived) found.push({ owner, name, installation: id });
    } catch (err) {
      log.warn({ err, account }, "the repositories of an installation could not be listed");
    }
  }
  return found;
}

/** A token does not tell what it is for, so only repositories that the configuration names one by one are known. */
function named({ configuration }: RepositoriesOptions): readonly SweptRepository[] {
  return [...configuration.current().scopes.keys()].flatMap((scope) => {
    const [owner = "", name] = scope.split("/", 2);
    return name === undefined ? [] : [{ owner, name, installation: undefined }];
  });
}
