/** One non-word character at most, `WIP` in any case, one non-word character. Prow: pkg/plugins/wip/wip-label.go. */
const WIP_TITLE = /^[^0-9A-Za-z_]?[Ww][Ii][Pp][^0-9A-Za-z_]/u;

/** Whether a pull request says that it is not finished: as a draft, or by its title. */
export function isWorkInProgress(pull: { readonly title: string; readonly draft: boolean }): boolean {
  return pull.draft || WIP_TITLE.test(pull.title);
}
