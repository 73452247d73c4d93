import { nameList } from "../name-list.ts";

export function labelsMissing(labels: readonly string[]): string {
  return `I was to add ${nameList(labels)} too, but this repository has no such label. Somebody who can write to it can create one.`;
}
