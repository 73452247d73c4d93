/** Colours a text, or leaves it alone. */
export interface Ink {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** Ink for a terminal, or ink that leaves every text as it is. */
export function createInk(colours: boolean): Ink {
  const paint = (code: number) => (text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: paint(1), dim: paint(2), red: paint(31), green: paint(32), yellow: paint(33), cyan: paint(36) };
}

/** Colours are for people at a terminal who did not ask for none. Source: no-color.org. */
export function wantsColours(
  out: { readonly isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  return out.isTTY === true && !environment.NO_COLOR;
}
