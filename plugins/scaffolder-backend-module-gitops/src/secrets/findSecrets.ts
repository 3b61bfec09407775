import { randomTexts } from 'backstage-plugin-gitops-common';
import { lintSource } from '@secretlint/core';
import { creator as recommended } from '@secretlint/secretlint-rule-preset-recommend';
import { languageOf } from './assignments';
import type { Finding } from './Finding';
import { manifestSecrets } from './manifestSecrets';
import { Found, lineAt, secretsInText } from './textSecrets';

/** What is longer is looked at in pieces, which overlap by more than a secret is long */
const MAX_LENGTH = 4 * 1024 * 1024;
const OVERLAP = 16 * 1024;

/**
 * What is random and for everybody: certificates, public keys and those of hosts; the same in
 * base64, as in a caBundle.
 */
const PUBLIC = [
  /-----BEGIN (CERTIFICATE(?: REQUEST)?|TRUSTED CERTIFICATE|X509 CRL|(?:RSA |EC )?PUBLIC KEY)-----(?:[\w+/=\s]|\\[nr])*-----END \1-----/g,
  /LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0t[\w+/=]*/g,
  /\b(?:ssh-\w+|ecdsa-sha2-nistp\d+|sk-[\w-]+@openssh\.com)[ \t]+AAAA[\w+/]+={0,2}/g,
  // Of a Go module
  /\bh1:[\w+/]{43}=/g,
  // Of a badge, which shows it to every reader
  /(?<=\/badge\.svg\?token=)\w{6,16}\b/g,
  // With which each XMP packet begins, as Adobe writes them into images and documents
  /\bW5M0MpCehiHzreSzNTczkc9d\b/g,
];

/**
 * What looks like a secret in a text: a Kubernetes Secret, what the rules of secretlint know (keys
 * of clouds and hosts, private keys, addresses with passwords), a literal value of a setting that
 * is called like a secret, and what is as random as a key.
 *
 * @param file - its name, by which its language is known
 */
export async function findSecrets(
  text: string,
  file: string,
): Promise<Finding[]> {
  const { text: readable, isBinary } = readableOf(text);
  const found: Found[] = [];
  const isWhole = readable.length <= MAX_LENGTH;
  const step = isWhole ? MAX_LENGTH : MAX_LENGTH - OVERLAP;
  for (let start = 0; start < readable.length; start += step) {
    const piece = readable.slice(start, start + MAX_LENGTH);
    const linesBefore = lineAt(readable, start) - 1;
    for (const { line, what } of await inPiece(piece, file, {
      isWhole,
      isBinary,
    }))
      found.push({ line: linesBefore + line, what });
  }
  // What several rules see at one place is one secret
  return found
    .filter(
      ({ line }, index) => found.findIndex(one => one.line === line) === index,
    )
    .map(({ line, what }) => ({ place: `${file}:${line}`, what }));
}

async function inPiece(
  text: string,
  file: string,
  { isWhole, isBinary }: { isWhole: boolean; isBinary: boolean },
): Promise<Found[]> {
  const isManifest = isWhole && /\.(ya?ml|json)$/i.test(file);
  return [
    ...(await known(text, file)),
    ...((isManifest && manifestSecrets(text)) ||
      secretsInText(text, isBinary ? 'words' : languageOf(file))),
    // What is compressed is random anyway
    ...(isBinary ? [] : randomTexts(text)).map(({ index }) => ({
      line: lineAt(text, index),
      what: 'as random as a key',
    })),
  ];
}

/**
 * Without what is public, and without zeros: UTF-16 has one in each letter, and binary files have
 * texts between them.
 */
function readableOf(text: string): { text: string; isBinary: boolean } {
  const isWide = isUtf16(text);
  return {
    text: PUBLIC.reduce(
      (rest, one) => rest.replace(one, found => found.replace(/\S/g, 'x')),
      text.replaceAll('\0', isWide ? '' : ' '),
    ),
    isBinary: !isWide && text.includes('\0'),
  };
}

/** Nearly all of its zeros are in even places, or in odd ones. */
function isUtf16(text: string): boolean {
  const zeros = [0, 0];
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1))
    zeros[at % 2] += 1;
  return (
    Math.max(...zeros) > text.length / 3 &&
    Math.min(...zeros) < Math.max(...zeros) / 10
  );
}

/** By the maintained rules. Their messages quote what they found, so only their names are taken. */
async function known(text: string, file: string): Promise<Found[]> {
  const { messages } = await lintSource({
    source: {
      filePath: file,
      content: text,
      contentType: 'text',
      ext: `.${file.split('.').at(-1)}`,
    },
    options: {
      maskSecrets: true,
      config: {
        rules: [
          {
            id: '@secretlint/secretlint-rule-preset-recommend',
            rule: recommended,
            // Off by default, as an id alone opens nothing: but it has no place in Git either
            rules: [
              {
                id: '@secretlint/secretlint-rule-aws',
                options: { enableIDScanRule: true },
              },
            ],
          },
        ],
      },
    },
  });
  return messages.map(({ loc, ruleId }) => ({
    line: loc.start.line,
    what: nameOf(ruleId),
  }));
}

function nameOf(ruleId: string): string {
  const [name = 'secret'] = /[^/]+$/.exec(ruleId) ?? [];
  const short = name.replace(/^secretlint-rule-/, '');
  return `${/^[aeiou]/i.test(short) ? 'an' : 'a'} ${short} secret`;
}
