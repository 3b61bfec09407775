export const claims = {
  'claims.title': 'Applications ohne klaren Owner oder klare Umgebung',
  'claims.loading': 'Applications werden geladen',
  'claims.errorTitle': 'Applications konnten nicht geladen werden',
  'claims.assign': 'Applications den Services zuordnen',
  'claims.more': 'Mehr anzeigen',
  'claims.search': 'Applications suchen',
  'claims.hidden_one': '{{count}} für dich nicht sichtbare Entity',
  'claims.hidden_other': '{{count}} für dich nicht sichtbare Entities',
  'claims.service.none': 'Jede Application gehört zu einem Service',
  'claims.service.noMatch': 'Keine passende Application ohne Service',
  'claims.service.found_one': '{{count}} Application gehört zu keinem Service',
  'claims.service.found_other':
    '{{count}} Applications gehören zu keinem Service',
  'claims.environment.none': 'Jede Application passt zu einer Umgebung',
  'claims.environment.noMatch': 'Keine passende Application ohne Umgebung',
  'claims.environment.found_one':
    '{{count}} Application passt zu keiner Umgebung',
  'claims.environment.found_other':
    '{{count}} Applications passen zu keiner Umgebung',
  'claims.colliding.none':
    'Keine Application wird von mehreren Entities beansprucht',
  'claims.colliding.noMatch':
    'Keine passende Application, die mehrere Entities beanspruchen',
  'claims.colliding.found_one':
    '{{count}} Application wird von mehreren Entities beansprucht',
  'claims.colliding.found_other':
    '{{count}} Applications werden von mehreren Entities beansprucht',
  'claims.why.noLabel':
    'Sie hat kein Label {{label}}, und keine Annotation beansprucht sie.',
  'claims.why.unknownLabel':
    'Keine Component heißt {{value}}, wie ihr Label {{label}} sagt, und keine Annotation beansprucht sie.',
  'claims.why.noEnvironment': 'Sie gehört zu {{owners}}.',
  'claims.why.noEnvironmentNoOwner': 'Sie gehört auch zu keinem Service.',
  'claims.why.sharedClaim': 'Beansprucht durch Annotationen von {{owners}}.',
  'claims.why.ambiguousName': 'Ihr Label {{label}} benennt {{owners}}.',
  'claims.why.ownedByOther':
    'Sie gehört zu {{owners}} und wird von {{others}} beansprucht.',
};
