import { quoted } from "./quoted.ts";

const ADDRESS = /^https?:\/\/[\w.:/#?=&%@~+,;!*'()[\]-]{1,2000}$/;
const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;

/** A web address as it can stand in a Markdown link; undefined for anything else, and for what could end the link. */
export function webAddress(text: string): string | undefined {
  if (!ADDRESS.test(text)) return undefined;
  return text.replace(/[()[\]]/g, (bracket) => encodeURIComponent(bracket).replace("(", "%28").replace(")", "%29"));
}

/** Words that lead to an address; where the address is none, the words alone. `words` is Markdown of the caller's. */
export function linked(words: string, address: string, title?: string): string {
  const url = webAddress(address);
  if (url === undefined) return words;
  return title === undefined ? `[${words}](${url})` : `[${words}](${url} "${title}")`;
}

/** An account's name that leads to an address, without a mention; a text that cannot be a name is shown and leads nowhere. */
export function linkedLogin(login: string, address: string, title?: string): string {
  const leads = LOGIN.test(login) && webAddress(address) !== undefined;
  return leads ? linked(login, address, title) : spelled(login);
}

/** An account's name among words; as code where GitHub would take it for something else, such as an issue. */
export function spelled(login: string): string {
  return LOGIN.test(login) && !/^(?:gh-\d|[0-9a-f]{7,}$)/i.test(login) ? login : quoted(login);
}
