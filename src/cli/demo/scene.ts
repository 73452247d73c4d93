import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { RepositoryHandle } from "../../sandbox/state/repository-handle.ts";
import type { PullHandle, SubjectHandle } from "../../sandbox/state/subject-handle.ts";
import type { Expectation } from "./expectation.ts";

/** Where the people of a scene act. */
export interface Place {
  readonly sandbox: Sandbox;
  readonly repository: RepositoryHandle;
}

/** One thing somebody does, and what must come of it. */
export interface Step {
  readonly who: string;
  /** The comment, or what is done, in words that follow the name. */
  readonly line: string;
  /** What the summary counts it under, such as `/lgtm`. */
  readonly kind: string;
  readonly expect: readonly Expectation[];
  /** Does it. The scene's first step is given nothing and answers what it opened. */
  act(place: Place, subject: SubjectHandle | undefined): SubjectHandle;
}

/** The life of one issue or pull request. */
export interface Scene {
  readonly steps: readonly Step[];
}

/** Somebody opens what the scene is about. */
export function opens(
  who: string,
  line: string,
  open: (place: Place) => SubjectHandle,
): (...expect: Expectation[]) => Step {
  return (...expect) => ({ who, line, kind: "opened", expect, act: open });
}

/** Somebody writes a comment; its first command gives the step its kind. */
export function writes(who: string, text: string, ...expect: Expectation[]): Step {
  const kind = text.split("\n").find((line) => line.startsWith("/")) ?? "";
  return {
    who,
    line: text,
    kind: kind.split(" ", 1)[0] ?? "",
    expect,
    act({ sandbox }, subject) {
      const there = present(subject);
      sandbox.as(who).comment(there, text);
      return there;
    },
  };
}

/** Somebody does something to the pull request itself. */
export function does(
  who: string,
  line: string,
  change: (place: Place, pull: PullHandle) => void,
): (kind: string, ...expect: Expectation[]) => Step {
  return (kind, ...expect) => ({
    who,
    line,
    kind,
    expect,
    act(place, subject) {
      const there = present(subject);
      change(place, place.repository.pullOf(there.number));
      return there;
    },
  });
}

function present(subject: SubjectHandle | undefined): SubjectHandle {
  if (subject === undefined) throw new Error("a scene begins with opening something");
  return subject;
}
