/** Freezes: their lines, and the dialog that creates one. */
export const freezes = {
  freezes: {
    title: 'Freezes',
    errorTitle: "Freezes can't be loaded",
    /** Of every service */
    frozen: {
      open: 'Frozen: {{reason}}',
      until: 'Frozen until {{until}}: {{reason}}',
      from: 'Frozen from {{from}}: {{reason}}',
      between: 'Frozen from {{from}} to {{until}}: {{reason}}',
    },
    /** Of this one */
    held: {
      open: 'On hold: {{reason}}',
      until: 'On hold until {{until}}: {{reason}}',
      from: 'On hold from {{from}}: {{reason}}',
      between: 'On hold from {{from}} to {{until}}: {{reason}}',
    },
    /** Of either, and who made it */
    lineBy: '{{freeze}} ({{name}})',
    byFull: '{{name}}, {{time}}',
    everyEnvironment: 'Every environment',
    everyService: 'Every service',
    otherServices_one: '{{count}} more',
    otherServices_other: '{{count}} more',
    /** On the page of all freezes */
    scope: '{{services}} in {{environments}}',
    everywhere: '{{services}} in every environment',
    loading: 'Loading freezes',
    emptyTitle: 'Nothing is frozen',
    emptyText:
      'A freeze stops promotions of one service, or of all services, to an environment for a while.',
    inForce: 'In force',
    toCome: 'To come',
    over: 'Ended',
    column: {
      scope: 'Frozen',
      reason: 'Reason',
      by: 'By',
      from: 'From',
      ended: 'Ended',
    },
    freeze: 'Freeze promotions',
    freezeAll: 'Freeze every service',
    freezeOne: 'Freeze a service',
    choose: {
      title: 'Freeze promotions of a service',
      service: 'Service',
      notAllowed:
        "You can't freeze {{service}} in any environment (gitops.freeze.create).",
      next: 'Continue',
    },
    end: 'End',
    endLabel: 'End: {{environments}}, {{freeze}}',
    endQuestion: 'End this freeze now?',
    frozenNow: 'Promotions frozen.',
    ended: 'Freeze ended.',
    dialog: {
      title: 'Freeze promotions of {{service}}',
      titleAll: 'Freeze promotions of every service',
      environments: 'Environments',
      environmentMissing: 'Choose at least one environment.',
      everyService: 'Every service there, not only {{service}}',
      until: 'Ends',
      untilOpen: 'When somebody ends it',
      untilAt: '{{choice}} ({{time}})',
      untilChoice: {
        hour: 'In 1 hour',
        hours: 'In 4 hours',
        tomorrow: 'Tomorrow',
        monday: 'Monday',
      },
      untilOther: 'Another time',
      untilTime: 'Date and time',
      untilMissing: 'Enter a time in the future.',
      reason: 'Reason',
      reasonUse:
        'Visible to everyone who can see what is frozen, and recorded in the audit log.',
      reasonMissing: 'Enter a reason.',
      reasonTooLong_one: 'The reason is {{count}} character too long.',
      reasonTooLong_other: 'The reason is {{count}} characters too long.',
      consequence:
        'Blocks promotions and merging in the portal. What is already merged is still deployed.',
      submit: 'Freeze',
    },
  },
} as const;
