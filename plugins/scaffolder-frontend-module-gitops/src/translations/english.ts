/** Every text of the form fields in English. */
export const english = {
  field: {
    required: 'Required',
  },
  serviceName: {
    label: 'Name',
    description:
      'Lower-case letters, digits and dashes. The service has this name everywhere.',
    checking: 'Checking the name…',
    free: 'This name is not used in the catalog.',
    unknown:
      "The catalog can't be reached right now. The name is checked again later.",
    problem: {
      form: 'Use lower-case letters, digits and dashes. Begin with a letter and end with a letter or digit.',
      reserved: 'This name is reserved for the platform. Choose another one.',
      taken: '{{ref}} is in the catalog already. Choose another name.',
      tooLong_one:
        'Shorten it by {{count}} character: together with {{suffix}}, Kubernetes accepts {{most}} characters.',
      tooLong_other:
        'Shorten it by {{count}} characters: together with {{suffix}}, Kubernetes accepts {{most}} characters.',
    },
  },
  ofEntity: {
    copied: 'Filled in from {{name}}. Change it if needed.',
    differs: 'The catalog has {{value}} for {{name}}.',
    nothing: '{{name}} has no such entry in the catalog. Enter it.',
    failed: "The catalog can't be reached right now. Enter it.",
  },
  preview: {
    label: 'Preview',
    description:
      'Runs the template without writing anything, and shows the files.',
    run: 'Show what would be written',
    running: 'Running the template…',
    shown: 'Nothing has been written yet.',
    nothing: 'The template would write no files.',
    unavailable: "This template can't be run for a preview.",
    failed: 'The template would fail: {{message}}',
    files_one: '{{count}} file',
    files_other: '{{count}} files',
    added: 'new',
    changed: 'changed',
    removed: 'deleted',
    notShown: 'Not text, or too long to show.',
  },
  environments: {
    label: 'Environments',
    loading: 'Loading environments',
    arrival: {
      imageUpdater: 'automatically, by Argo CD Image Updater',
      workflow: 'by the promotion workflow',
      pullRequest: 'by reviewed pull request',
    },
    notConfigured: 'not configured in this portal',
    problem: {
      noneChosen: 'Choose at least one environment.',
      notNames: 'Environments must be a list of names.',
    },
    empty: {
      title: 'No environment is configured',
      text: 'List the environments in promotion order under {{key}} in app-config.yaml.',
    },
    error: {
      title: "Environments can't be loaded",
      answered:
        'The GitOps backend returned an error ({{status}}): {{message}}',
      unreachable: "The portal's backend can't be reached.",
      timeout: "The portal's backend didn't answer within {{seconds}} s.",
      retry: 'Retry',
    },
  },
  secretKeys: {
    label: 'Secret keys',
    hint: 'Names only. Put the value into the secret store; it never leaves it.',
    placeholders:
      '{environment} and {service} stand for the names of each environment and of the service.',
    none: 'No secret keys yet.',
    name: 'Environment variable',
    key: 'Key in the store',
    property: 'Property',
    optional: 'optional',
    row: 'Secret key {{row}}',
    nameOf: 'Environment variable, row {{row}}',
    keyOf: 'Key in the store, row {{row}}',
    propertyOf: 'Property, row {{row}}',
    add: 'Add a secret key',
    remove: 'Remove row {{row}}',
    removed: 'Row {{row}} was removed.',
    inRow: 'Row {{row}}, {{column}}: {{problem}}',
    problem: {
      secret:
        "This looks like a secret's value. Only names go here: the value belongs in the store.",
      nameMissing: 'Enter the environment variable.',
      name: 'Use letters, digits, _ . and -, starting with a letter or _.',
      duplicate: 'This name is already used in another row.',
      keyMissing: 'Enter the key in the store.',
      path: 'Use a path such as {environment}/{service}/database: letters, digits and {{signs}}.',
      entryName:
        'Use letters, digits and {{signs}}, and the placeholders {environment} and {service}.',
      foreign:
        'Start with {{prefixes}}. Other keys in the store belong to other services.',
      property: 'Use letters, digits, _ . and -.',
      tooLong_one: 'At most {{count}} character.',
      tooLong_other: 'At most {{count}} characters.',
    },
  },
  repository: {
    label: 'GitOps repository',
    description: 'The pull request is opened here.',
    choose: 'Choose a repository',
    problem: {
      missing: 'Enter the URL of the repository.',
      notAddress:
        'Enter the full URL of the repository, for example https://git.example.com/team/manifests.',
      insecure: 'The URL must start with https://.',
      credentials: 'Remove the user name and password from the URL.',
      extra: 'Remove everything from ? or # on.',
      incomplete:
        'Include owner and repository, as in https://git.example.com/team/manifests.',
      notListed: 'Choose one of the listed repositories.',
      unknownHost:
        "{{host}} isn't configured in this portal. Add it under {{key}} in app-config.yaml, in the list of its kind: github, gitlab, gitea and so on.",
    },
  },
} as const;
