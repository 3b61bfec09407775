import type { Level } from './Finding';
import type { Language } from './languages';
import { levelOfPassword, levelOfValue } from './levelOfValue';

/** `password = "…"` in any language, with a type or not, also within a quoted text. */
const QUOTED =
  /(?<=^|[\s"'`{(,;[])(?<quote>\\?["'`]|)(?<name>[A-Za-z_][\w.-]{2,60})\k<quote>\s*(?::=|=>|[:=]|:\s*[\w.<>[\]|?]{1,40}\s*=)\s*\\?(?<sign>["'`])(?<value>(?:(?!\\?\k<sign>)[^\n]){3,300})\\?\k<sign>/gm;

/** `PASSWORD=…` on a line of its own. */
const ALONE =
  /^[ \t]*(?:export[ \t]+)?(?<name>[A-Za-z_]\w+)=(?<value>[^\s"'#]{3,})[ \t\r]*$/gm;

/** Words of a command or an address: `PGPASSWORD=… psql`, `--password=…`, `?token=…`. */
const WORDS =
  /(?<=^|[\s"'`=:,;?&(/-])(?<name>[A-Za-z_][\w.-]{0,80})=(?=(?<value>[^\s"'`,;&|)}\]]{3,200}))/gm;

/** `--password …` and the older notation of a Dockerfile, `ENV PASSWORD …`. */
const WORD_AFTER_NAME =
  /(?<=^|\s)(?:--?|ENV[ \t]+)(?<name>[A-Za-z_][\w-]{0,80})[ \t]+(?<value>[^\s"'`=-][^\s"'`=]{2,})/gm;

/**
 * A line of settings: `spring.datasource.password = …`, `password: …`, with a comment behind it or
 * not.
 */
const LINES =
  /^[ \t]*(?:-[ \t]+)?["']?(?<name>[A-Za-z_][\w.-]{0,80})["']?[ \t]*[:?+]?[:=][ \t]*(?<value>[^\s"'#][^\n]*)/gm;

/** In a sentence: `the password: …`, `password is …`. Most are no values: only a likely one counts */
const SPOKEN =
  /(?<=^|[\s"'`(*_])(?<name>[A-Za-z][\w.-]{2,60})["'`*_]{0,3}(?:[ \t]*[:=][ \t]*|[ \t]+(?:is|ist|lautet)[ \t]+)["'`*_]{0,3}(?<value>[^\s"'`]{6,100}?)(?=[.,;:)*_]{0,3}(?:["'`\s]|$))/gim;

/** `<password>…</password>`, `<add key="Password" value="…"/>` */
const ELEMENT =
  /<(?:\w{1,40}:)?(?<name>[A-Za-z][\w.-]{2,60})>(?<value>[^<>\n]{3,200})<\//g;
const ATTRIBUTES =
  /\b(?:name|key)=["'](?<name>[\w.-]{3,60})["']\s{1,40}value=["'](?<value>[^"'\n]{3,200})["']/gi;

/** `setPassword("…")`, `.withPassword("…")` */
const CALL =
  /\.(?:set|with)?(?<name>[Pp]assword|[Ss]ecret|[Tt]oken|[Aa]piKey)\(\s{0,40}(?<sign>["'])(?<value>[^"'\n]{3,200})\k<sign>/g;

/** `redis://:…@cache:6379`, and as drivers of Go write it, `app:…@tcp(db:3306)/orders`. */
const ADDRESS =
  /(?<=[a-z][a-z\d+.-]{1,20}:\/\/)(?<user>[^\s:@/"'`<>]{0,100}):(?<value>[^\s@/"'`]{1,200})@(?!sha\d)(?=[\w[$({.%-])/gi;
const GO_ADDRESS =
  /(?<=^|[\s"'`=])(?<user>[\w.-]{1,80}):(?<value>[^\s:@"'`/]{1,200})@(?:tcp|unix)\(/gm;

/** `curl -u admin:…`, `docker login -p …`, `mysql -p…` */
const OPTIONS = [
  /\b(?:curl|wget)\b[^\n|;]{0,300}?\s(?:-u|--user)[\s=]?["']?(?<user>[^\s:"']{1,80}):(?<value>[^\s"'`]{3,200})/g,
  /\b(?:sshpass|docker login)\b[^\n|;]{0,200}?\s-p\s?["']?(?<user>)(?<value>[^\s"'`]{3,200})/g,
  /\bmysql\w*\b[^\n|;]{0,200}?\s-p["']?(?<user>)(?<value>(?!\d+:)[^\s"'`]{3,200})/g,
];

/** What documentation has in place of a value: `--password secret`, `-token string`. */
const STANDS_FOR_VALUE =
  /^(?:(?:my|some)[-_][a-z_-]+|secret|password|token|key|string|value|x+|\.+)[.,;:)\]]*$/i;

const COMMENT = /\s[#;]/;

/** Looked for where a text has the word that is a part of it. */
const BY_USER: { pattern: RegExp; part: string; what: string }[] = [
  { pattern: ADDRESS, part: '@', what: 'a password in an address' },
  { pattern: GO_ADDRESS, part: '@', what: 'a password in an address' },
  ...OPTIONS.map(pattern => ({
    pattern,
    part: '-',
    what: 'a password in a command',
  })),
];

const PROGRAM = [QUOTED, ELEMENT, ATTRIBUTES, CALL];
const SENTENCES = [...PROGRAM, ALONE, WORDS, WORD_AFTER_NAME];
const BY_NAME: Record<Language, RegExp[]> = {
  program: PROGRAM,
  words: SENTENCES,
  prose: [...SENTENCES, SPOKEN],
  settings: [...SENTENCES, LINES],
};

export interface Assignment {
  index: number;
  what: string;
  value: string;
  level: Level;
}

/** Where a text has a literal value of a setting that is called like a secret, or a password. */
export function assignmentsIn(text: string, language: Language): Assignment[] {
  return [
    ...BY_NAME[language].flatMap(pattern => byName(text, pattern, language)),
    ...BY_USER.flatMap(({ pattern, part, what }) =>
      text.includes(part)
        ? [...text.matchAll(pattern)].flatMap(({ index, groups }) => {
            const { user = '', value } = groups!;
            const level = levelOfPassword(user, value);
            return level ? [{ index, what, value, level }] : [];
          })
        : [],
    ),
  ];
}

function byName(
  text: string,
  pattern: RegExp,
  language: Language,
): Assignment[] {
  return [...text.matchAll(pattern)].flatMap(match => {
    const { name, value: whole } = match.groups!;
    const value = pattern === LINES ? whole.split(COMMENT)[0] : whole;
    if (language === 'prose' && STANDS_FOR_VALUE.test(value)) return [];
    const level = levelOfValue(name, value);
    if (!level || (pattern === SPOKEN && level !== 'likely')) return [];
    const index = match.index + match[0].indexOf(name);
    return [{ index, what: valueOf(name), value, level }];
  });
}

const MAX_NAME = 80;

/** What a finding is called: names are from outside, as texts are. */
export function valueOf(name: string): string {
  return `a value of ${name.replace(/[^\w.\-/ ]+/g, '…').slice(0, MAX_NAME)}`;
}
