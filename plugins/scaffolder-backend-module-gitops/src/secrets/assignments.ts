import { isSecretValue } from './isSecretValue';

/** `password = "…"` in any language, and `PASSWORD=…` on a line of its own. */
const QUOTED_OR_ALONE =
  /(?:^|[\s"'`{(,;])["']?([A-Za-z][\w.-]{2,60})["']?\s*(?::=|[:=])\s*(?:"([^"\n]{3,})"|'([^'\n]{3,})')|^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w+)=([^\s"'#]{3,})[ \t\r]*$/gm;

/** Words of a command or an address: `PGPASSWORD=… psql`, `--password=…`, `?token=…`. */
const WORDS =
  /(?<=^|[\s"'`=:,;?&(/-])([A-Za-z_][\w.-]{0,80})=(?=([^\s"'`,;&|)}\]]{3,200}))/gm;

/** `--password …` and the older notation of a Dockerfile, `ENV PASSWORD …`. */
const WORD_AFTER_NAME =
  /(?<=^|\s)(?:--?|ENV[ \t]+)([A-Za-z_][\w-]{0,80})[ \t]+([^\s"'=-][^\s"'=]{2,})/gm;

/** A line of settings: `spring.datasource.password = …`, `password: …`, with a comment behind it or not. */
const LINES =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.-]{0,80})["']?[ \t]*[:?+]?[:=][ \t]*([^\s"'#][^\n]*)/gm;

const COMMENT = /\s[#;]/;

const PATTERNS = {
  /** A program, in which names and what is assigned to them are without quotes too */
  program: [QUOTED_OR_ALONE],
  /** A command, an address or a sentence */
  words: [QUOTED_OR_ALONE, WORDS, WORD_AFTER_NAME],
  /** A file of settings */
  settings: [QUOTED_OR_ALONE, WORDS, WORD_AFTER_NAME, LINES],
};

const PROGRAM =
  /\.(?:[cm]?[jt]sx?|py|go|rb|java|kts?|scala|rs|cs|php|swift|c|cc|cpp|h|vue|svelte|html?|s?css|sql|gradle|groovy)$/i;
const PROSE = /\.(?:txt|mdx?|rst|adoc)$/i;

export type Language = keyof typeof PATTERNS;

/** By a file's name. */
export function languageOf(file: string): Language {
  if (PROGRAM.test(file)) return 'program';
  return PROSE.test(file) ? 'words' : 'settings';
}

/** Where a text has a literal value of a setting that is called like a secret. */
export function assignmentsIn(
  text: string,
  language: Language,
): { index: number; name: string }[] {
  return PATTERNS[language].flatMap(pattern =>
    [...text.matchAll(pattern)].flatMap(match => {
      const [all, ...groups] = match;
      const [name, value] = groups.filter(group => group !== undefined);
      const literal = pattern === LINES ? value.split(COMMENT)[0] : value;
      return isSecretValue(name, literal)
        ? [{ index: match.index + all.indexOf(name), name }]
        : [];
    }),
  );
}
