import { readFileSync } from "node:fs";
import { fileReason } from "../config/file-reason.ts";

export interface PayloadFile {
  readonly bytes: Buffer;
  readonly payload: Readonly<Record<string, unknown>>;
}

/**
 * A webhook's payload from a file, or with `-` from standard input.
 * @throws with one sentence when it cannot be read or is not a JSON object.
 */
export function readPayloadFile(path: string): PayloadFile {
  const bytes = readBytes(path);
  const payload = parsed(bytes, path);
  if (typeof payload === "object" && payload !== null && !Array.isArray(payload)) {
    return { bytes, payload: payload as PayloadFile["payload"] };
  }
  throw new Error(`${path} is not a JSON object, as every payload is`);
}

function readBytes(path: string): Buffer {
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    throw new Error(`${path} cannot be read: ${fileReason(error as NodeJS.ErrnoException)}`);
  }
}

function parsed(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch (error) {
    throw new Error(`${path} is not JSON: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}
