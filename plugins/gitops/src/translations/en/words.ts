/** What all pages say: times, failures, reasons. */
export const words = {
  /** The language that these texts are in, as a BCP 47 tag: dates, numbers and lists follow it */
  language: 'en',
  time: {
    moments: 'now',
    seconds: '{{number}} s',
    ago: '{{duration}} ago',
    minutes: '{{number}} min',
    hours: '{{number}} h',
    days: '{{number}} d',
    years: '{{number}} y',
    momentsLong: 'just now',
    minutesLong_one: 'for {{count}} minute',
    minutesLong_other: 'for {{count}} minutes',
    hoursLong_one: 'for {{count}} hour',
    hoursLong_other: 'for {{count}} hours',
    daysLong_one: 'for {{count}} day',
    daysLong_other: 'for {{count}} days',
    yearsLong_one: 'for {{count}} year',
    yearsLong_other: 'for {{count}} years',
    since: 'Since {{time}}',
    asOf: 'as of {{time}}',
    asOfFull: 'Last known state, as of {{time}}',
  },
  reason: {
    label: 'Reason',
    showAll: 'Show all',
    showLess: 'Show less',
  },
  /** A part of a page that is loaded when somebody asks for it */
  part: {
    notLoaded:
      "This part of the page couldn't be loaded. The portal may have been updated since the page was opened.",
    broken: "This part of the page can't be shown.",
    reload: 'Reload page',
  },
  error: {
    title: "Deployments can't be loaded",
    forbidden:
      "You can't see deployments of this service (gitops.deployment.read)",
    answered: 'The GitOps backend returned an error ({{status}}): {{message}}',
    unreachable: "The portal's backend can't be reached.",
    timeout: "The portal's backend didn't answer within {{seconds}} s.",
    unreadable:
      "The portal's backend, or a proxy in front of it, returned something that isn't JSON.",
    serviceIsFine: 'The service itself may be fine.',
    retry: 'Retry',
    retrying: 'Retrying',
    nextTry: 'Retrying in {{seconds}} s',
  },
} as const;
