import { type EnvironmentVariable, environmentVariables } from "../../src/environment/environment-variables.ts";
import { code, table } from "./markdown.ts";

/** Every variable, for docs/configuration.md. */
export function environmentTable(): string {
  const rows = environmentVariables.map((variable) => [
    code(variable.name),
    variable.default === undefined ? "" : asDefault(variable.default),
    variable.description,
  ]);
  return table(["Variable", "Default", "Meaning"], rows);
}

function asDefault(text: string): string {
  return text.includes(" ") ? text : code(text);
}

const HEAD = `# Copy to .env and fill in: either an App (APP_ID, PRIVATE_KEY or PRIVATE_KEY_PATH, WEBHOOK_SECRET) or GITHUB_TOKEN and WEBHOOK_SECRET.
# Real environment variables win over this file.`;

/** `.env.example`: every variable, those with a default or an alternative commented out. */
export function environmentExample(): string {
  return `${[HEAD, ...environmentVariables.map(exampleOf)].join("\n\n")}\n`;
}

function exampleOf({ name, description, toFillIn, default: standard, example = "" }: EnvironmentVariable): string {
  return `# ${description}\n${toFillIn ? `${name}=` : `# ${name}=${standard ?? example}`}`;
}
