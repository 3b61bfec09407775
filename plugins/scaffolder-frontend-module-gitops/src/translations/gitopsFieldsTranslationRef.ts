import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** @public */
export const gitopsFieldsTranslationRef = createTranslationRef({
  id: 'scaffolder.gitops-fields',
  messages: {
    field: {
      required: 'Required',
    },
    environments: {
      label: 'Environments',
      loading: 'Loading environments',
      arrival: {
        imageUpdater: 'Argo CD Image Updater commits each build',
        workflow: 'the promotion workflow',
        pullRequest: 'pull request, reviewed',
      },
      notConfigured: 'not an environment of this portal',
      problem: {
        noneChosen: 'Choose at least one environment.',
        notNames: 'Environments are a list of names.',
      },
      empty: {
        title: 'No environment is configured',
        text: 'List the environments in the order of promotion under {{key}} in app-config.yaml.',
      },
      error: {
        title: "Environments can't be loaded",
        answered: 'The GitOps backend answered {{status}}: {{message}}',
        unreachable: 'The GitOps backend did not answer: {{message}}',
        timeout: 'No answer in {{seconds}} s.',
        retry: 'Retry',
      },
    },
    secretKeys: {
      label: 'Secret keys',
      hint: 'Names only: a secret is written into its store, and its value never leaves it.',
      placeholders:
        '{environment} and {service} stand for the names of each environment and of the service.',
      none: 'The service reads no secret yet.',
      name: 'Name in the container',
      key: 'Key in the store',
      property: 'Property',
      optional: 'optional',
      row: 'Secret key {{row}}',
      nameOf: 'Name in the container, row {{row}}',
      keyOf: 'Key in the store, row {{row}}',
      propertyOf: 'Property, row {{row}}',
      add: 'Add a secret key',
      remove: 'Remove row {{row}}',
      removed: 'Row {{row}} was removed.',
      inRow: 'Row {{row}}, {{column}}: {{problem}}',
      problem: {
        secret:
          "This looks like a secret's value. Only names go here: the value belongs into the store.",
        nameMissing: 'Name the environment variable that the container reads.',
        name: 'Letters, digits, _, . and - make a name, and it begins with a letter or _.',
        duplicate: 'Another row has this name already.',
        keyMissing: 'Name the key that the store has.',
        path: 'A path such as production/payments: letters, digits and / _ . @ + -, with the placeholders {environment} and {service} where wanted.',
        vaultName:
          'Letters, digits and - make a name, with the placeholders {environment} and {service} where wanted.',
        property: 'Letters, digits, _, . and - name a property.',
        tooLong_one: 'At most {{count}} character.',
        tooLong_other: 'At most {{count}} characters.',
      },
    },
    repository: {
      label: 'GitOps repository',
      description: 'The pull request goes to it.',
      choose: 'Choose a repository',
      problem: {
        missing: 'Write the address of the repository.',
        notAddress:
          'Write the whole address of the repository, for example https://git.example.com/team/manifests.',
        insecure: 'The address begins with https://.',
        credentials: 'Leave the password out of the address.',
        extra: 'The address ends with the name: leave out what follows ? or #.',
        incomplete:
          'The address names the owner and the repository after the host.',
        notListed: 'Choose one of the listed repositories.',
        unknownHost:
          'The portal does not know {{host}}. Add it under {{key}} in app-config.yaml, in the list of its kind: github, gitlab, gitea and so on.',
      },
    },
  },
});
