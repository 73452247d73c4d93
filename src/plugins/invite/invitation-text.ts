import type { GitHub } from "../../github/github.ts";
import type { InviteConfig } from "./invite-config.ts";

type Slice = Pick<GitHub, "branchHead" | "tree" | "blob">;

/** The configured text; from its file where one is named, undefined when that file is not there. */
export async function invitationText(github: Slice, config: InviteConfig): Promise<string | undefined> {
  if (config.message_file === "") return config.message;
  const { entries } = await github.tree(await github.branchHead(config.message_branch));
  const file = entries.find(({ type, path }) => type === "blob" && path === config.message_file);
  return file === undefined ? undefined : (await github.blob(file.id)).trim();
}
