const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * The text with all that could steer a terminal written another way, character by character: controls, marks that turn
 * writing around or are not seen, separators of lines.
 */
export function replaceSteering(text: string, write: (character: string) => string): string {
  return text.replace(STEERING, write);
}
