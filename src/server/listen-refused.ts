/** The port cannot be opened; the message says what to set. */
export class ListenRefused extends Error {
  override readonly name = "ListenRefused";
}

/** The same error as a sentence where the cause is a setting; anything else comes back as it is. */
export function listenRefused(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  const sentences = new Map([
    ["EADDRINUSE", `port ${port} on ${host} is in use: stop what listens there, or set PORT to another one`],
    ["EACCES", `this user may not open port ${port}: set PORT to one from 1024 on`],
    ["EADDRNOTAVAIL", `${host} is no address of this machine: set HOST to localhost, or to 0.0.0.0 for all`],
    ["ENOTFOUND", `${host} is no known host: set HOST to localhost, or to 0.0.0.0 for all`],
  ]);
  const sentence = sentences.get(error.code ?? "");
  return sentence === undefined ? error : new ListenRefused(sentence, { cause: error });
}
