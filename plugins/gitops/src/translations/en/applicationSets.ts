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
    none: 'No ApplicationSet is visible. Check that the account of the portal has the right applicationsets, get.',
    of: 'ApplicationSets of {{instance}}',
    name: 'ApplicationSet',
    applications: 'Applications',
    rollout: 'Rollout',
    conditions: 'Conditions',
    noConditions: 'None reported',
    noSteps: 'All at once',
    step: 'Step {{number}}: {{states}}',
  },
  setCondition: {
    ErrorOccurred: {
      True: 'It reports an error',
      False: 'No error',
    },
    ParametersGenerated: {
      True: 'Its generators work',
      False: 'Its generators fail',
    },
    ResourcesUpToDate: {
      True: 'Its Applications are up to date',
      False: 'Its Applications are not up to date',
    },
    RolloutProgressing: {
      True: 'A rollout is in progress',
      False: 'No rollout is in progress',
    },
  },
} as const;
