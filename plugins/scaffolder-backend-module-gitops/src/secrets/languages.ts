/**
 * How a file is written:
 *
 * - `program`: what stands there without quotes is a name or a call;
 * - `words`: a command;
 * - `prose`: sentences, some words of which stand for a value;
 * - `settings`.
 */
export type Language = 'program' | 'words' | 'prose' | 'settings';

/**
 * By their last name, or the one before where they are templates: `.env.example`, `values.yaml.tpl`
 */
const SETTINGS =
  /(?:^|\/)\.(?:env[^/]*|npmrc|yarnrc|netrc|pypirc)$|\.(?:env|properties|ini|cfg|cnf|conf|toml|service|ya?ml)(?:\.(?:tpl|tmpl|template|j2|example|sample|dist))?$/i;
const PROSE = /\.(?:txt|mdx?|rst|adoc)$/i;
/** Programs without an extension, of Bazel and Tilt */
const STARLARK = /(?:^|\/)(?:BUILD|WORKSPACE|Tiltfile)$/;
/** Commands, as is what else has no extension */
const COMMANDS =
  /(?:^|\/)(?:[^/.]+|(?:docker|container|make)file[^/]*)$|\.(?:dockerfile|mk|(?:ba|z|fi)?sh|ps1|bat|cmd)$/i;

/** Texts of a user interface, in which `password` is a label. A service may be called `messages` */
const LABELS = [
  /(?:^|\/)(?:i18n|l10n|locales?|lang(?:uages?)?|translations?)\/(?:.*\/)?[^/]+\.(?:json|properties|[jt]sx?|php|po)$/,
  /(?:^|\/)(?:i18n|l10n|locales?)\/(?:.*\/)?[a-z]{2}(?:[-_][A-Z]{2})?\.ya?ml$/,
  /(?:^|\/)messages(?:[-_][\w-]+)?\.(?:json|properties|[jt]s)$/,
  /(?:^|\/)(?:de|en|es|fr|it|ja|ko|nl|pl|pt|ru|tr|zh)(?:[-_][A-Z]{2})?\.json$/,
  /(?:^|\/)strings\.xml$/,
];

/** Tests, whose passwords open nothing. An environment may be called `test` */
const TESTS = [
  /(?:^|\/)(?:src\/test|tests|__\w+__|testdata|fixtures?|mocks?|examples?|samples?)\//i,
  /(?:^|\/)(?:test|spec|e2e|cypress)\/(?:.*\/)?[^/]+\.(?!ya?ml$|json$|env$|properties$)\w+$/i,
  /[._-](?:test|spec|stories|mock)\.\w+$|(?:^|\/)(?:test_\w+|conftest)\.py$/i,
  /[a-z\d](?:Tests?|IT|Spec)\.\w+$/,
];
/** What is tried out with passwords that everybody knows: documentation, CI, Compose, examples. */
const DEMONSTRATIONS = [
  PROSE,
  /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/i,
  /(?:^|\/)\.(?:github|gitea|forgejo|gitlab|circleci|devcontainer|woodpecker)\//i,
  /(?:^|\/)(?:\.gitlab-ci|\.travis|azure-pipelines|bitbucket-pipelines|\.drone)\.ya?ml$|(?:^|\/)Jenkinsfile$/i,
  /\.(?:example|sample|dist)$/i,
];

/** By a file's name: a program, if that tells nothing else. */
export function languageOf(file: string): Language {
  if (SETTINGS.test(file)) return 'settings';
  if (PROSE.test(file)) return 'prose';
  return COMMANDS.test(file) && !STARLARK.test(file) ? 'words' : 'program';
}

export function hasLabels(file: string): boolean {
  return LABELS.some(one => one.test(file));
}

export function isTest(file: string): boolean {
  return TESTS.some(one => one.test(file));
}

export function isDemonstration(file: string): boolean {
  return DEMONSTRATIONS.some(one => one.test(file));
}
