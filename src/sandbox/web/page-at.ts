import type { World } from "../state/world.ts";
import { repositoryPage } from "./repository-page.ts";
import { subjectPage } from "./subject-page.ts";

const SUBJECT = /^(?:pull|issues)\/(\d{1,9})$/;

/** The page of GitHub's own web site that the API's `html_url` names; undefined when there is none, which is most paths. */
export function pageAt(world: World, path: string): string | undefined {
  const [, owner = "", name = "", ...more] = path.split("/");
  const repository = world.repositories.get(`${owner}/${name}`.toLowerCase());
  if (repository === undefined) return undefined;
  if (more.length === 0) return repositoryPage(repository);
  const [, number] = SUBJECT.exec(more.join("/")) ?? [];
  const issue = repository.issues.get(Number(number));
  return issue && subjectPage(issue);
}
