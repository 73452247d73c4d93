const PART = /^[0-9A-Za-z._:-]{1,64}$/;
const HEADERS = ["x-github-hook-installation-target-type", "x-github-hook-installation-target-id", "x-github-hook-id"];

/**
 * What a hook is called in the inbox: its installation target and its id. A body sent by hand has neither. `header` finds
 * a header of the delivery by its lower-case name.
 */
export function hookName(header: (name: string) => string | undefined): string {
  const parts = HEADERS.map(header).filter((value) => value !== undefined && PART.test(value));
  return parts.join(":") || "direct";
}
