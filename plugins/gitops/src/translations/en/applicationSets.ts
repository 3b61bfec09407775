/** The page of ApplicationSets. */
export const applicationSets = {
  applicationSets: {
    title: 'ApplicationSets',
    loading: 'Loading ApplicationSets',
    errorTitle: "ApplicationSets can't be loaded",
    restricted:
      'Some ApplicationSets generate Applications that you may not see, and are not shown.',
    read: 'Listed',
    notRead: 'Not listed: no generated Application is known here.',
    none: 'No ApplicationSet is visible. The account of the portal may lack the right applicationsets, get.',
    of: 'ApplicationSets of {{instance}}',
    name: 'ApplicationSet',
    applications: 'Applications',
    rollout: 'Rollout',
    error: 'Error',
    noSteps: 'All at once',
    step: 'Step {{number}}: {{states}}',
    unsaid: 'It reports an error without a message.',
  },
} as const;
