export const changes = {
  'changes.loading': 'Die Versionen werden verglichen',
  'changes.failed': 'Die Versionen lassen sich gerade nicht vergleichen.',
  'changes.none': 'Keine Commits.',
  'changes.commits_one': '{{count}} Commit',
  'changes.commits_other': '{{count}} Commits',
  'changes.atLeast_one': 'mindestens {{count}} Commit',
  'changes.atLeast_other': 'mindestens {{count}} Commits',
  'changes.pullRequests_one': '{{count}} Pull Request',
  'changes.pullRequests_other': '{{count}} Pull Requests',
  'changes.morePullRequests_one': 'mindestens {{count}} Pull Request',
  'changes.morePullRequests_other': 'mindestens {{count}} Pull Requests',
  'changes.takesBack': 'Nimmt zurück: {{commits}}',
  'changes.diverged': '{{added}}; nimmt zurück: {{commits}}',
  'changes.added': 'Neu',
  'changes.takenBack': 'Zurückgenommen',
  'changes.by': 'von {{author}}',
  'changes.newest_one': 'Nur der neueste Commit ist aufgeführt.',
  'changes.newest_other': 'Nur die neuesten {{count}} sind aufgeführt.',
  'changes.folder':
    'Gezählt sind nur Commits in {{folder}} von {{repository}}.',
  'changes.missingFolder':
    'Gezählt sind Commits in ganz {{repository}}, weil diese Versionen keinen Ordner {{folder}} haben.',
  'changes.compare': 'In {{repository}} vergleichen',
  'changes.compareLabel':
    'In {{repository}} vergleichen, öffnet in einem neuen Tab',
};
