export const frozenIsForIssues =
  "`lifecycle/frozen` is for issues only, so I did not add it. Anyone can set `active`, `stale` or `rotten` here.";
