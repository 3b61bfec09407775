import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintSourceCode } from '@secretlint/types';
import { Found, lineFinder } from './Finding';

/** Addresses are judged with the assignments, and a comment in a file switches nothing off. */
const LEFT_OUT =
  /-rule-(?:basicauth|database-connection-string|filter-comments)$/;
const used = rules.filter(({ meta }) => !LEFT_OUT.test(meta.id));

/** What the rules do not know. */
const MORE: readonly [what: string, pattern: RegExp][] = [
  // The id alone opens nothing. But it has no place in Git either
  ['an aws key', /\bA(?:KIA|SIA)(?!IOSFODNN7EXAMPLE)[A-Z0-9]{16}\b/g],
  ['an age key', /\bAGE-SECRET-KEY-1[0-9A-Z]{58}\b/g],
  ['a GitLab token', /\bgl(?:pat|dt|rt|ptt|cbt|soat|agent)-[\w-]{20,}/g],
  ['a Vault token', /\bhv[sbr]\.[\w-]{24,}/g],
  ['a Stripe key', /\b[rs]k_live_[A-Za-z0-9]{16,}/g],
  [
    'a private key',
    /-----BEGIN (?:ENCRYPTED PRIVATE KEY|PGP PRIVATE KEY BLOCK)-----[\s\S]{0,300}?[A-Za-z0-9+/=\s\\]{100}/g,
  ],
  // In base64, as in a kubeconfig: BEGIN with RSA, EC, OPENSSH or nothing before PRIVATE KEY
  [
    'a private key',
    /LS0tLS1CRUdJTi(?:BSU0EgUFJJVkFURSBLRVkt|BFQyBQUklWQVRFIEtFWS0|BPUEVOU1NIIFBSSVZBVEUg|BQUklWQVRFIEtFWS0)[\w+/=]{40,}/g,
  ],
];

/**
 * Keys of clouds and hosts, and private keys: by the rules of secretlint, and some of our own. The
 * rules run without its core, which keeps a measurement of each run for as long as the process
 * lives.
 */
export async function knownSecrets(
  text: string,
  file: string,
): Promise<Found[]> {
  const found: Found[] = [];
  const lineAt = lineFinder(text);
  const add = (what: string, start: number, value: string) =>
    found.push({ line: lineAt(start), what, value, level: 'certain' });
  const source = {
    content: text,
    contentType: 'text',
    filePath: file,
    // The rule for .p12 would read a file of this machine
    ext: file.endsWith('.json') ? '.json' : '',
  } as SecretLintSourceCode;
  for (const rule of used) {
    const checks = rule.create(
      {
        sharedOptions: {},
        createTranslator: () => messageId => ({
          message: '',
          messageId: String(messageId),
          data: undefined,
        }),
        ignore() {},
        report({ range }) {
          add(nameOf(rule.meta.id), range[0], text.slice(...range));
        },
      },
      {},
    );
    await checks.file?.(source);
  }
  for (const [what, pattern] of MORE)
    for (const { 0: value, index } of text.matchAll(pattern))
      add(what, index, value);
  return found;
}

function nameOf(ruleId: string): string {
  const [name = 'secret'] = /[^/]+$/.exec(ruleId) ?? [];
  const short = name.replace(/^secretlint-rule-/, '');
  return `${/^[aeiou]/i.test(short) ? 'an' : 'a'} ${short} secret`;
}
