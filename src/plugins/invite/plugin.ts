import { definePlugin } from "../../plugin-kit/define-plugin.ts";
import { nothing } from "../../plugin-kit/grammar.ts";
import { describeInvite, inviteConfig } from "./invite-config.ts";
import { postInvitation } from "./post-invitation.ts";

/** A configured invitation on demand, once a thread. */
export const invite = definePlugin({
  name: "invite",
  summary: "Answers `/invite` with the project's welcome or group invitation, and can then label and close the thread.",
  config: inviteConfig,
  describeConfig: describeInvite,
  needs: { issues: "write", pull_requests: "write", contents: "read", members: "read" },
  commands: ({ command }) => [
    command({
      names: ["invite"],
      args: nothing,
      description: "Posts the project's invitation.",
      examples: ["/invite"],
      who: "Whom the configuration names; by default the author of the issue and collaborators.",
      run: postInvitation,
    }),
  ],
});
