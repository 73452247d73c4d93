import type { Account, Comment, GitHub, PullHistory } from "../../github/github.ts";
import type { PluginContext } from "../../plugin-kit/define-plugin.ts";
import { isOwnAccount } from "../../plugin-kit/is-own-account.ts";
import { settleAll } from "../../plugin-kit/settle-all.ts";
import { approvalsFromHistory, type HistoryRules, type StatementRef } from "./approvals-from-history.ts";
import type { ApproveConfig } from "./approve-config.ts";
import { associatedIssue } from "./associated-issue.ts";
import { judgeApproval, type Verdict } from "./judge-approval.ts";
import { APPROVED_LABEL } from "./messages.ts";
import { isStatusComment, statusComment } from "./status-comment.ts";

type ApprovalVerb =
  | "botLogin"
  | "pullHistory"
  | "addLabels"
  | "removeLabel"
  | "comment"
  | "editComment"
  | "deleteComment";

export type ApprovalContext = Pick<PluginContext<ApproveConfig>, "repo" | "config" | "linkUrl" | "ownersAt"> & {
  readonly github: Pick<GitHub, ApprovalVerb>;
};

/**
 * Judges the whole history anew and makes label and status comment agree with the verdict. Two round trips: one
 * reading, then all writes side by side. Answers whether anything had to change.
 */
export async function updateApproval(
  ctx: ApprovalContext,
  number: number,
  startedBy?: StatementRef,
): Promise<"changed" | "unchanged"> {
  const [botLogin, history] = await Promise.all([ctx.github.botLogin(), ctx.github.pullHistory(number)]);
  const owners = await ctx.ownersAt(history.baseHead);
  const issue = associatedIssue(history.pull.body, ctx.repo.owner);
  const newest = startedBy === undefined ? {} : { newest: startedBy };
  const verdict = judgeApproval({
    approvals: approvalsFromHistory(history, { ...rules(history, botLogin, ctx.config), ...newest }),
    owners,
    files: history.files.files.map((file) => file.path),
    truncated: history.files.truncated,
    assignees: history.pull.assignees,
    labelledByHand: isLabelledByHand(history, botLogin),
    issueRequired: ctx.config.issue_required,
    ...(issue === undefined ? {} : { issue }),
    seed: number,
  });
  const text = statusComment(verdict, { ...place(ctx), fileName: owners.fileName, baseBranch: history.pull.baseRef });
  const writes = [...labelWrites(ctx, history, verdict), ...commentWrites(ctx, { history, botLogin, text })];
  await settleAll(writes);
  return writes.length === 0 ? "unchanged" : "changed";
}

function rules({ pull }: PullHistory, botLogin: string, config: ApproveConfig): HistoryRules {
  const selfApproval = { login: pull.author.login, url: `${pull.url}#` };
  return {
    ...(config.require_self_approval ? {} : { selfApproval }),
    lgtmActsAsApprove: config.lgtm_acts_as_approve,
    reviewStateCounts: !config.ignore_review_state,
    isIgnored: (account: Account) => account.type === "Bot" || isOwnAccount(account, botLogin),
  };
}

/** Judged by who put the label on last. Prow: pkg/github, WasLabelAddedByHuman. */
function isLabelledByHand({ pull, labelEvents }: PullHistory, botLogin: string): boolean {
  if (!pull.labels.includes(APPROVED_LABEL)) return false;
  const last = labelEvents.findLast((event) => event.action === "labeled" && event.label === APPROVED_LABEL);
  if (last === undefined || last.actor === "") return false;
  return last.actor !== botLogin && `${last.actor}[bot]` !== botLogin;
}

function place({ repo, linkUrl, config }: ApprovalContext) {
  // Prow puts the repository in the place of whatever path the configured address has.
  const origin = new URL(linkUrl).origin;
  const { commandHelpLink, pr_process_link: processLink } = config;
  return { owner: repo.owner, name: repo.name, linkUrl: origin, commandHelpLink, processLink };
}

function labelWrites({ github }: ApprovalContext, { pull }: PullHistory, verdict: Verdict): readonly Promise<void>[] {
  const has = pull.labels.includes(APPROVED_LABEL);
  if (verdict.approved === has) return [];
  if (has) return [github.removeLabel(pull.number, APPROVED_LABEL)];
  return [github.addLabels(pull.number, [APPROVED_LABEL])];
}

interface CommentChange {
  readonly history: PullHistory;
  readonly botLogin: string;
  readonly text: string;
}

/** Keeps one status comment, the newest; it may carry more than the text, so containing it is enough. */
function commentWrites(
  { github }: ApprovalContext,
  { history, botLogin, text }: CommentChange,
): readonly Promise<void>[] {
  const isStatus = ({ author, body }: Comment) => isOwnAccount(author, botLogin) && isStatusComment(body);
  const statuses = history.comments.filter(isStatus);
  const newest = statuses.at(-1);
  if (newest === undefined) return [github.comment(history.pull.number, text)];
  const writes = statuses.slice(0, -1).map((old) => github.deleteComment(old.id));
  if (!newest.body.includes(text)) writes.push(github.editComment(newest.id, text));
  return writes;
}
