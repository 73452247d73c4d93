import { appManifest, neededPermissions } from "../../src/bot/help/app-manifest.ts";
import type { Plugin } from "../../src/plugin-kit/define-plugin.ts";
import { code, table } from "./markdown.ts";

/** What the bot itself does with a permission that no plugin asks for. */
const OWN_PERMISSIONS: ReadonlyMap<string, string> = new Map([
  ["contents", "the bot, for OWNERS files"],
  ["members", "the bot, to tell members from strangers"],
  ["metadata", "GitHub gives it to every App; collaborators are listed with it"],
]);

/** Each permission and which plugins need it. */
export function permissionsTable(plugins: readonly Plugin[]): string {
  const rows = Object.entries(neededPermissions(plugins)).map(([name, access]) => {
    const own = OWN_PERMISSIONS.get(name);
    return [code(name), access, [...needing(plugins, name), ...(own === undefined ? [] : [own])].join(", ")];
  });
  return table(["Permission", "Access", "Needed by"], rows);
}

function needing(plugins: readonly Plugin[], permission: string): readonly string[] {
  return plugins.flatMap(({ name, needs }) => {
    const access = Object.entries(needs).find(([key]) => key === permission)?.[1];
    return access === undefined ? [] : [`${code(name)}${access === "read" ? " (read)" : ""}`];
  });
}

const CARRIES_COMMANDS = "commands in";

/** Why the bot itself wants an event. */
const OWN_EVENTS: ReadonlyMap<string, string> = new Map([
  ["issue_comment", `${CARRIES_COMMANDS} comments`],
  ["issues", `${CARRIES_COMMANDS} an issue's description`],
  ["pull_request", `${CARRIES_COMMANDS} a pull request's description`],
  ["pull_request_review", `${CARRIES_COMMANDS} a review's text`],
  ["pull_request_review_comment", `${CARRIES_COMMANDS} comments on lines`],
  ["push", "to know the tip of a base branch without asking"],
]);

/** Each webhook event, what the bot does with it and which plugins listen to it. */
export function eventsTable(plugins: readonly Plugin[]): string {
  const rows = appManifest(plugins).default_events.map((event) => [
    code(event),
    OWN_EVENTS.get(event) ?? "",
    listening(plugins, event).join(", "),
  ]);
  return table(["Event", "The bot", "Plugins"], rows);
}

function listening(plugins: readonly Plugin[], event: string): readonly string[] {
  return plugins.flatMap(({ name, on }) => {
    const actions = Object.keys(on).flatMap((key) => (key.startsWith(`${event}.`) ? key.slice(event.length + 1) : []));
    return actions.length === 0 ? [] : [`${code(name)} (${actions.join(", ")})`];
  });
}
