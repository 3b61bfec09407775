/** Applications whose owner or environment is not clear, on a page of their own. */
export const claims = {
  claims: {
    title: 'Applications without a clear owner or environment',
    loading: 'Loading the Applications',
    errorTitle: "Applications can't be loaded",
    assign: 'Give Applications to services',
    more: 'Show more',
    search: 'Search Applications',
    hidden_one: '{{count}} entity that you may not see',
    hidden_other: '{{count}} entities that you may not see',
    service: {
      none: 'Every Application belongs to a service',
      noMatch: 'No matching Application without a service',
      found_one: '{{count}} Application belongs to no service',
      found_other: '{{count}} Applications belong to no service',
    },
    environment: {
      none: 'Every Application fits an environment',
      noMatch: 'No matching Application without an environment',
      found_one: '{{count}} Application fits no environment',
      found_other: '{{count}} Applications fit no environment',
    },
    colliding: {
      none: 'No Application is claimed by several entities',
      noMatch: 'No matching Application that several entities claim',
      found_one: '{{count}} Application is claimed by several entities',
      found_other: '{{count}} Applications are claimed by several entities',
    },
    why: {
      noLabel: 'It has no label {{label}}, and no annotation claims it.',
      unknownLabel:
        'No Component is named {{value}}, as its label {{label}} says, and no annotation claims it.',
      noEnvironment: 'It belongs to {{owners}}.',
      noEnvironmentNoOwner: 'It belongs to no service either.',
      sharedClaim: 'Claimed by annotations of {{owners}}.',
      ambiguousName: 'Its label {{label}} names {{owners}}.',
      ownedByOther: 'It belongs to {{owners}}, and is claimed by {{others}}.',
    },
  },
} as const;
