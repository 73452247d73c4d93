import { EnvironmentError } from "../environment.ts";

/**
 * Reads `.env` of the current directory into the environment; what is set already stays.
 * @throws EnvironmentError when the file is there and cannot be read.
 */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    const { code = "unreadable" } = error as NodeJS.ErrnoException;
    // No .env is the normal case in a container; anything else is worth knowing.
    if (code !== "ENOENT") throw new EnvironmentError([`.env cannot be read (${code}): give this user a file to read`]);
  }
}
