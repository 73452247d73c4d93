import type { Fault } from "../../src/sandbox/http/faults.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import type { SubjectHandle } from "../../src/sandbox/state/subject-handle.ts";
import type { Said } from "./github-words.ts";
import { orgOf, type Scenario, scenarioRepository, scenarioSubject, scenarios, visible } from "./scenarios.ts";

export interface ScenarioDesk {
  readonly sandbox: () => Sandbox;
  readonly heard: Said[];
  readonly noteFault: (route: string, fault: Fault) => void;
}

/** What goes wrong with one request, counted from 1. */
export interface RequestTrouble {
  readonly call: number;
  readonly fault: Fault;
  /** A server that is killed at the moment the request arrives. */
  readonly kills?: number;
}

/** What GitHub's process can be told about scenarios, one at a time. */
export function scenarioOrders({ sandbox, heard, noteFault }: ScenarioDesk) {
  const now: { scenario?: Scenario; subject?: SubjectHandle; left: number } = { left: Number.POSITIVE_INFINITY };
  return {
    /** What the scenario begins with, in a repository of its own. */
    stageScenario({ name, repository }: { name: string; repository: string }) {
      const scenario = scenarios.find((each) => each.name === name);
      if (scenario === undefined) throw new Error(`there is no scenario ${name}`);
      const { world } = sandbox();
      const org = orgOf(scenario);
      if (world.installationOf(org) === undefined) world.createOrganization({ login: org });
      const created = world.createRepository(scenarioRepository(scenario, repository));
      Object.assign(now, { scenario, subject: scenarioSubject(scenario, created), left: Number.POSITIVE_INFINITY });
      heard.length = 0;
    },
    trouble({ call, fault, kills }: RequestTrouble) {
      now.left = call;
      sandbox().faults.plan(({ route }) => {
        now.left -= 1;
        if (now.left !== 0) return undefined;
        if (kills !== undefined) process.kill(kills, "SIGKILL");
        noteFault(route, fault);
        return fault;
      });
    },
    /** Whether so many requests came that the trouble met one. */
    wasMet() {
      sandbox().faults.clear();
      return now.left <= 0;
    },
    actScenario() {
      const { scenario, subject } = now;
      if (scenario === undefined || subject === undefined) throw new Error("no scenario was staged");
      scenario.act(subject, (login) => sandbox().as(login, { mayAll: true }));
    },
    /** The webhooks since the last time, those included that come of what the bot does. */
    hear() {
      return heard.splice(0);
    },
    seeScenario() {
      if (now.subject === undefined) throw new Error("no scenario was staged");
      return visible(now.subject, `${sandbox().app.slug}[bot]`);
    },
  };
}
