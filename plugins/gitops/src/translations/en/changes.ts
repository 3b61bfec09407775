/** What is in a version. */
export const changes = {
  changes: {
    loading: 'Comparing the versions',
    failed: "The versions can't be compared right now.",
    none: 'No commits.',
    commits_one: '{{count}} commit',
    commits_other: '{{count}} commits',
    atLeast_one: 'at least {{count}} commit',
    atLeast_other: 'at least {{count}} commits',
    pullRequests_one: '{{count}} pull request',
    pullRequests_other: '{{count}} pull requests',
    morePullRequests_one: 'at least {{count}} pull request',
    morePullRequests_other: 'at least {{count}} pull requests',
    takesBack: 'Takes back {{commits}}',
    diverged: '{{added}}; takes back {{commits}}',
    added: 'Added',
    takenBack: 'Taken back',
    by: 'by {{author}}',
    newest_one: 'Only the newest commit is listed.',
    newest_other: 'Only the newest {{count}} are listed.',
    folder: 'Only commits in {{folder}} of {{repository}} are counted.',
    missingFolder:
      'Commits of all of {{repository}} are counted, because these versions have no folder {{folder}}.',
    compare: 'Compare in {{repository}}',
    compareLabel: 'Compare in {{repository}}, opens in a new tab',
  },
} as const;
