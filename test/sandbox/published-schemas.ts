import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

const require = createRequire(import.meta.url);
const openapi: {
  components: { schemas: Record<string, unknown>; responses: Record<string, Described> };
  paths: Record<string, Record<string, Operation>>;
} = read("@octokit/openapi/package.json", "generated/api.github.com.json");
const webhooks = read("@octokit/webhooks-schemas/package.json", "schema.json");

interface Operation {
  readonly responses: Record<string, Described>;
}

interface Described {
  readonly content?: Record<string, { schema: object }>;
  readonly $ref?: string;
}

const compiled = new Map<string, ValidateFunction>();
const ajv = withFormats(new Ajv({ strict: false, allErrors: true, logger: false }));
ajv.addSchema({ $id: "openapi", components: withNull(openapi.components) as object });
const hookAjv = withFormats(new Ajv({ strict: false, allErrors: true, logger: false }));
hookAjv.addKeyword("tsAdditionalProperties");
hookAjv.addSchema(webhooks, "webhooks");

/** What a response breaks in GitHub's published description of its route; empty when nothing. */
export function responseProblems(route: string, status: number, body: unknown): string[] {
  const [method = "", path = ""] = route.split(" ");
  const operation = openapi.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) return [`GitHub has no ${route}`];
  const given = operation.responses[String(status)];
  const shared = given?.$ref?.split("/").at(-1);
  const response = shared === undefined ? given : openapi.components.responses[shared];
  if (response === undefined) return [`GitHub's ${route} never answers ${status}`];
  const schema = response.content?.["application/json"]?.schema;
  if (schema === undefined) return body === undefined ? [] : [`GitHub's ${route} answers ${status} without a body`];
  return problems(validator(`${route} ${status}`, ajv, schema), body);
}

/** What a payload breaks in GitHub's published schema of its event and action. */
export function payloadProblems(event: string, payload: Record<string, unknown>): string[] {
  const suffix = typeof payload.action === "string" ? `$${payload.action}` : "$event";
  const named =
    (webhooks.definitions as Record<string, unknown>)[event + suffix] === undefined ? `${event}_event` : event + suffix;
  const key = `webhook ${named}`;
  return problems(validator(key, hookAjv, { $ref: `webhooks#/definitions/${encodeURIComponent(named)}` }), payload);
}

function validator(key: string, by: Ajv, schema: object): ValidateFunction {
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = by.compile(rebased(schema));
  compiled.set(key, made);
  return made;
}

/** OpenAPI's `nullable` in the words of JSON Schema. */
function withNull(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withNull);
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [key, key === "nullable" ? value : withNull(value)]),
  );
  return nullable === true ? { anyOf: [{ type: "null" }, rest] } : rest;
}

/** References of the description point into the schema that holds all components. */
function rebased(schema: object): object {
  return JSON.parse(JSON.stringify(withNull(schema)).replaceAll('"$ref":"#/', '"$ref":"openapi#/'));
}

function problems(validate: ValidateFunction, body: unknown): string[] {
  if (validate(body)) return [];
  return (validate.errors ?? []).map(
    (error) => `${error.instancePath || "/"} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

function withFormats(by: Ajv): Ajv {
  (addFormats as unknown as (ajv: Ajv) => void)(by);
  for (const format of ["repo.nwo", "ssh-key", "timestamp"]) by.addFormat(format, true);
  return by;
}

function read(manifest: string, file: string) {
  return JSON.parse(readFileSync(require.resolve(manifest).replace("package.json", file), "utf8"));
}
