/** How two environments differ. */
export const comparison = {
  comparison: {
    open: 'Compare environments',
    title: 'Compare environments of {{service}}',
    from: 'Compare',
    to: 'with',
    sameEnvironment: 'Choose two different environments.',
    loading: 'Comparing the environments',
    failed: "The configuration can't be compared",
    forbidden:
      "You can't see the configuration of this service (gitops.changes.read).",
    runs: '{{environment}} runs {{version}}',
    files: 'Configuration in Git',
    legend: '- {{from}}, + {{to}}. Secrets are masked.',
    same_one: '{{count}} file is the same in both.',
    same_other: '{{count}} files are the same in both.',
    hidden: 'Not shown, because they hold Secrets: {{files}}.',
    partial:
      'Not every file was compared: folders inside, large files and files of other repositories are left out.',
    keys: 'Secret keys',
    sameKeys: 'Both declare the same keys.',
    keysUnreadable: 'Some of the keys could not be read.',
    key: '{{key}}: {{fromState}} in {{from}}, {{toState}} in {{to}}',
    keyStates: {
      ready: 'ready',
      missing: 'missing in the store',
      notConfirmed: 'not confirmed',
      absent: 'not declared',
    },
  },
} as const;
