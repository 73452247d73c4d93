/** Prow's own plugins: a name in this list is never a typing error, even when nothing here implements it. */
export const prowPlugins: ReadonlySet<string> = new Set(
  `approve assign blockade blunderbuss branchcleaner bugzilla buildifier cat cherry-pick-approved cherry-pick-unapproved
  cla config-updater dco dog golint goose heart help hold invalidcommitmsg issue-management jira label lgtm lifecycle
  merge-method-comment mergecommitblocker milestone milestoneapplier milestonestatus override owners-label pony project
  project-manager release-note require-matching-label retitle reward-owners rifle shrug sigmention size skip slackevents
  stage testfreeze trick-or-treat trigger verify-owners welcome wip yuks`.split(/\s+/),
);

/** Prow's sections of plugins.yaml, `plugins` itself left out. */
export const prowSections: ReadonlySet<string> = new Set(
  `approve blockades blunderbuss branch_cleaner bugzilla cat cherry_pick_approved cherry_pick_unapproved config_updater
  dco external_plugins golint goose heart help invalid_commit_msg jira label lgtm milestone_applier override owners
  project_config project_manager release_note repo_milestone require_matching_label retitle rifle sigmention size slack
  triggers welcome`.split(/\s+/),
);

/** Prow's sections of config.yaml. */
export const prowConfigKeys: ReadonlySet<string> = new Set(
  `branch-protection config_version_sha deck decorate_all_jobs default_job_timeout disabled_clusters gangway gerrit github
  github_reporter horologium in_repo_config jenkins_operators log_level managed_webhooks moonraker owners_dir_denylist
  periodics pipeline plank pod_namespace postsubmits presets presubmits prow_ignored prowjob_default_entries
  prowjob_namespace pubsub_subscriptions pubsub_triggers push_gateway scheduler sinker slack_reporter_configs
  status_error_link tide`.split(/\s+/),
);

/** Plugins that Prow has renamed, and today's name. */
export const renamedPlugins: ReadonlyMap<string, string> = new Map([["transfer-issue", "issue-management"]]);

/** Keys that Prow once had and now ignores without a word, by `section.key`, and what to write today. */
export const removedKeys: ReadonlyMap<string, string> = new Map([
  ["approve.implicit_self_approve", "write `require_self_approval` with the opposite value"],
  ["approve.review_acts_as_approve", "write `ignore_review_state` with the opposite value"],
  [
    "approve.use_deprecated_2018_implicit_self_approve_default_migrate_before_july_2019",
    "write `require_self_approval`",
  ],
  [
    "approve.use_deprecated_2018_review_acts_as_approve_default_migrate_before_july_2019",
    "write `ignore_review_state`",
  ],
  ["blunderbuss.file_weight_count", "remove it"],
  ["owners.labels_blacklist", "write `labels_denylist`"],
  ["owners_dir_blacklist", "write `owners_dir_denylist`"],
]);
