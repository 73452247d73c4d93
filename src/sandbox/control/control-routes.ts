import { suspendInstallation, unsuspendInstallation } from "../actions/installing-app.ts";
import type { Sandbox } from "../sandbox.ts";
import type { RepositoryHandle } from "../state/repository-handle.ts";
import type { SubjectHandle } from "../state/subject-handle.ts";
import * as shapes from "./control-shapes.ts";
import { subjectState } from "./subject-state.ts";

export interface ControlCall {
  readonly sandbox: Sandbox;
  readonly body: unknown;
  readonly params: Readonly<Record<string, string>>;
}

export interface ControlRoute {
  readonly pattern: string;
  readonly run: (call: ControlCall) => unknown;
}

export const controlRoutes: readonly ControlRoute[] = [
  { pattern: "GET /app", run: ({ sandbox }) => sandbox.app },
  { pattern: "POST /hook", run: setHook },
  { pattern: "POST /users", run: createUser },
  { pattern: "POST /organizations", run: createOrganization },
  { pattern: "POST /repositories", run: createRepository },
  { pattern: "POST /repositories/{owner}/{repo}/pulls", run: stagePull },
  { pattern: "POST /repositories/{owner}/{repo}/issues", run: stageIssue },
  { pattern: "GET /repositories/{owner}/{repo}/subjects/{number}", run: readSubject },
  { pattern: "GET /state", run: readState },
  { pattern: "POST /faults", run: setFault },
  { pattern: "DELETE /faults", run: ({ sandbox }) => sandbox.faults.clear() },
  { pattern: "GET /requests", run: ({ sandbox }) => ({ requests: sandbox.requests.all }) },
  { pattern: "DELETE /requests", run: ({ sandbox }) => sandbox.requests.clear() },
  { pattern: "GET /breaches", run: ({ sandbox }) => ({ breaches: sandbox.breaches }) },
  { pattern: "PATCH /installations/{login}", run: changeInstallation },
  { pattern: "POST /idle", run: ({ sandbox }) => sandbox.idle() },
];

function setHook({ sandbox, body }: ControlCall): void {
  const { url, secret, kind } = shapes.hook.parse(body);
  sandbox.deliverTo(url, secret, kind);
}

function createUser({ sandbox, body }: ControlCall): unknown {
  const { login, ...about } = shapes.user.parse(body);
  const account = sandbox.world.createUser(login, shapes.present(about));
  return { id: account.id, login: account.login, token: sandbox.tokenOf(account.login) };
}

function createOrganization({ sandbox, body }: ControlCall): unknown {
  const options = shapes.organization.parse(body);
  sandbox.world.createOrganization(shapes.present(options));
  return { login: options.login, installation: sandbox.world.installationOf(options.login)?.id ?? null };
}

function createRepository({ sandbox, body }: ControlCall): unknown {
  const repository = sandbox.world.createRepository(shapes.present(shapes.repository.parse(body)));
  return { fullName: repository.fullName, head: repository.branch() };
}

function stagePull(call: ControlCall): unknown {
  const { open, ...options } = shapes.pull.parse(call.body);
  return opened(call, repositoryOf(call).pull(shapes.present(options)), open === true);
}

function stageIssue(call: ControlCall): unknown {
  const { open, ...options } = shapes.issue.parse(call.body);
  return opened(call, repositoryOf(call).issue(shapes.present(options)), open === true);
}

function opened({ sandbox }: ControlCall, subject: SubjectHandle, announce: boolean): unknown {
  if (announce) sandbox.as(subject.author).open(subject);
  return subjectState(subject);
}

function readSubject(call: ControlCall): unknown {
  return subjectState(repositoryOf(call).subject(Number(call.params.number)));
}

function readState({ sandbox }: ControlCall): unknown {
  const names = [...sandbox.world.repositories.keys()];
  const repositories = names.map((name) => {
    const repository = sandbox.world.repository(name);
    const subjects = [...repository.record.issues.keys()].map((number) => subjectState(repository.subject(number)));
    return { fullName: repository.fullName, labels: repository.labels, deletedRefs: repository.deletedRefs, subjects };
  });
  return { repositories, deliveries: sandbox.hooks.log.length, requests: sandbox.requests.all.length };
}

function setFault({ sandbox, body }: ControlCall): void {
  const { route, fault, always } = shapes.faultOrder.parse(body);
  if (always === true) sandbox.faults.always(route, shapes.present(fault));
  else sandbox.faults.next(route, shapes.present(fault));
}

function changeInstallation({ sandbox, body, params }: ControlCall): unknown {
  const { suspended, permissions, repositories } = shapes.installation.parse(body);
  const installation = sandbox.world.installationOf(params.login ?? "");
  if (installation === undefined) throw new Error("The App is not installed there");
  if (permissions !== undefined) installation.permissions = permissions;
  if (repositories !== undefined) installation.repositories = new Set(repositories.map((name) => name.toLowerCase()));
  if (suspended === true) suspendInstallation(sandbox.world, installation);
  if (suspended === false) unsuspendInstallation(sandbox.world, installation);
  return { id: installation.id, suspended: installation.suspendedAt !== null };
}

function repositoryOf({ sandbox, params }: ControlCall): RepositoryHandle {
  return sandbox.world.repository(`${params.owner}/${params.repo}`);
}
