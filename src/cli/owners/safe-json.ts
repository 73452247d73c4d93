import { replaceSteering } from "../../log/replace-steering.ts";

/** JSON for programs that a terminal may show as well: what could steer it is written as an escape. */
export function safeJson(value: unknown): string {
  return replaceSteering(JSON.stringify(value, null, 2), (character) =>
    character === "\n" ? "\n" : escaped(character),
  );
}

function escaped(character: string): string {
  return character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
