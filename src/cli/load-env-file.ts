/** Reads `.env` of the current directory into the environment, as the server does; what is set already stays. */
export function loadEnvFile(): void {
  try {
    process.loadEnvFile();
  } catch (error) {
    // No .env is the normal case in a container; anything else is worth knowing.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
