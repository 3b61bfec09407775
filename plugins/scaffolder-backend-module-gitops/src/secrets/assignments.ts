import { isSecretValue } from './isSecretValue';

/** `password = "…"` in any language. */
const QUOTED =
  /(?:^|[\s"'`{(,;])["']?([A-Za-z][\w.-]{2,60})["']?\s*(?::=|[:=])\s*(?:"([^"\n]{3,})"|'([^'\n]{3,})')/gm;

/** `PASSWORD=…` on a line of its own. */
const ALONE =
  /^[ \t]*(?:export[ \t]+)?([A-Za-z_]\w+)=([^\s"'#]{3,})[ \t\r]*$/gm;

/** Words of a command or an address: `PGPASSWORD=… psql`, `--password=…`, `?token=…`. */
const WORDS =
  /(?<=^|[\s"'`=:,;?&(/-])([A-Za-z_][\w.-]{0,80})=(?=([^\s"'`,;&|)}\]]{3,200}))/gm;

/** `--password …` and the older notation of a Dockerfile, `ENV PASSWORD …`. */
const WORD_AFTER_NAME =
  /(?<=^|\s)(?:--?|ENV[ \t]+)([A-Za-z_][\w-]{0,80})[ \t]+([^\s"'`=-][^\s"'`=]{2,})/gm;

/**
 * A line of settings: `spring.datasource.password = …`, `password: …`, with a comment behind it or
 * not.
 */
const LINES =
  /^[ \t]*(?:-[ \t]+)?["']?([A-Za-z_][\w.-]{0,80})["']?[ \t]*[:?+]?[:=][ \t]*([^\s"'#][^\n]*)/gm;

/** What documentation has in place of a value: `--password secret`, `-token string`. */
const STANDS_FOR_VALUE =
  /^(?:(?:my|some)[-_][a-z_-]+|secret|password|token|key|string|value|x+|\.+)[.,;:)\]]*$/i;

const COMMENT = /\s[#;]/;

const PATTERNS = {
  /** A program: what stands there without quotes is a name or a call */
  program: [QUOTED],
  /** A command, an address or a sentence */
  words: [QUOTED, ALONE, WORDS, WORD_AFTER_NAME],
  /** Words, some of which stand for a value */
  prose: [QUOTED, ALONE, WORDS, WORD_AFTER_NAME],
  /** A file of settings */
  settings: [QUOTED, ALONE, WORDS, WORD_AFTER_NAME, LINES],
};

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

export type Language = keyof typeof PATTERNS;

/** By a file's name: a program, if that tells nothing else. */
export function languageOf(file: string): Language {
  if (SETTINGS.test(file)) return 'settings';
  if (PROSE.test(file)) return 'prose';
  return COMMANDS.test(file) && !STARLARK.test(file) ? 'words' : 'program';
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
      if (language === 'prose' && STANDS_FOR_VALUE.test(literal)) return [];
      return isSecretValue(name, literal)
        ? [{ index: match.index + all.indexOf(name), name }]
        : [];
    }),
  );
}
