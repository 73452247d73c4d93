import { type Logger as PinoLogger, pino } from "pino";

/** Structured logger: a static message, data in fields. */
export type Logger = PinoLogger;

export { pino };
