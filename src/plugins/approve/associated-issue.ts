/**
 * The first issue a description names, as `#7` or by a link into the organisation; undefined when there is none or it
 * is no number. Prow: pkg/plugins/approve, findAssociatedIssue, which takes `&#39;` for issue 39 as well.
 */
export function associatedIssue(description: string, org: string): number | undefined {
  const name = org.replace(/[^A-Za-z0-9_-]/g, "\\$&");
  const digits = new RegExp(`(?:${name}/[^/]+/issues/|#)(\\d+)`).exec(description)?.[1];
  const issue = Number(digits ?? 0);
  return issue > 0 && Number.isSafeInteger(issue) ? issue : undefined;
}
