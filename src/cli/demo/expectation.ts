import type { SubjectView } from "./subject-view.ts";

/** What a step must have led to. */
export interface Expectation {
  /** What is expected, to follow "expected". */
  readonly that: string;
  /** `said` is what the bot wrote or rewrote in this step. */
  holds(view: SubjectView, said: readonly string[]): boolean;
}

export function has(...labels: readonly string[]): Expectation {
  return {
    that: `the labels ${labels.join(", ")}`,
    holds: (view) => labels.every((label) => view.labels.includes(label)),
  };
}

export function lacks(label: string): Expectation {
  return { that: `no label ${label}`, holds: (view) => !view.labels.includes(label) };
}

export function assigned(login: string): Expectation {
  return { that: `${login} to be assigned`, holds: (view) => view.assignees.includes(login) };
}

export function state(wanted: string): Expectation {
  return { that: `the state "${wanted}"`, holds: (view) => view.state === wanted };
}

/** The bot must have written something with these words in it; case does not matter. */
export function saying(words: string): Expectation {
  const wanted = words.toLowerCase();
  return {
    that: `the bot to say "${words}"`,
    holds: (_, said) => said.some((text) => text.toLowerCase().includes(wanted)),
  };
}

/** The bot must not have written a new comment or changed one. */
export const silence: Expectation = {
  that: "the bot to say nothing",
  holds: (_, said) => said.length === 0,
};
