/** What GitLab's `detailed_merge_status` waits for, after "is not merged yet: ". Those that are not here don't keep from merging. */
const reasons: Record<string, string> = {
  unchecked: 'GitLab has not looked yet whether it can be merged',
  checking: 'GitLab still looks whether it can be merged',
  preparing: 'GitLab still prepares its difference',
  approvals_syncing: 'GitLab still works out its approvals',
  blocked_status: 'another merge request blocks it',
  merge_request_blocked: 'another merge request blocks it',
  broken_status: 'its branches are gone or have nothing in common',
  ci_must_pass: 'its pipeline has to pass',
  ci_still_running: 'its pipeline still runs',
  commits_status: 'its branch is gone or has no commits',
  conflict: 'it has conflicts with its target branch',
  discussions_not_resolved: 'its discussions have to be resolved',
  draft_status: 'it is a draft',
  external_status_checks: 'an external status check has to pass',
  jira_association_missing: 'its title or description has to name a Jira issue',
  locked_lfs_files: 'it changes files that are locked',
  locked_paths: 'it changes paths that are locked',
  merge_time: 'it is not to be merged before its set time',
  need_rebase:
    'its branch has to be rebased first, which gives it another head',
  not_approved: 'it has to be approved',
  policies_denied: 'a policy of the project denies it',
  requested_changes: 'a reviewer asked for changes',
  security_policy_evaluation: 'security policies are still evaluated',
  security_policy_violations: 'it violates a security policy',
  status_checks_must_pass: 'its status checks have to pass',
  title_regex: 'its title does not have the form that the project asks for',
};

export function waitsFor(
  status: string | null | undefined,
): string | undefined {
  return reasons[status ?? 'unchecked'];
}
