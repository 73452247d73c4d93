/** Which lines of a text are commands, by the same rules for what is said now and for what was said before. */
export { type ScannedLine, scanCommands } from "../bot/scan-commands.ts";
