/** The `.env` file cannot be written; nothing was asked of GitHub yet, so the same address can be opened again. */
export class EnvFileRefused extends Error {
  override readonly name = "EnvFileRefused";

  constructor(path: string, cause: NodeJS.ErrnoException) {
    const reason = cause.code ?? cause.message;
    super(`${path} cannot be written (${reason}): let this user write it and its directory, then reload this page.`, {
      cause,
    });
  }
}
