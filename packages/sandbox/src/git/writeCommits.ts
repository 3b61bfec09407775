import { git } from './git';
import { formatSignature, type Signature } from './Signature';
import { readTree } from './tree';

/** A commit to be written. */
export interface NewCommit {
  message: string;
  author: Signature;
  committer?: Signature;
  /** New content of each file by its path; null deletes */
  files: ReadonlyMap<string, string | Buffer | null>;
  /** Names of tags that are to point to it */
  tags?: readonly string[];
}

/**
 * Writes commits on top of `base` (none: the first is a root) and points the branch at the last, by
 * one `fast-import`. Returns the last commit. The caller holds the repository's lock.
 */
export async function writeCommits(
  dir: string,
  options: {
    branch: string;
    base?: string;
    commits: readonly NewCommit[];
    /** Replaces what the branch has otherwise */
    isForced?: boolean;
  },
): Promise<string> {
  const { branch, base, commits } = options;
  const modes = base
    ? await modesOf(dir, base, [
        ...new Set(commits.flatMap(c => [...c.files.keys()])),
      ])
    : new Map();
  const stream: Array<string | Buffer> = [];
  commits.forEach((commit, index) => {
    stream.push(
      `commit refs/heads/${branch}\nmark :${index + 1}\n`,
      `author ${formatSignature(commit.author)}\n`,
      `committer ${formatSignature(commit.committer ?? commit.author)}\n`,
      ...data(
        commit.message.endsWith('\n') ? commit.message : `${commit.message}\n`,
      ),
    );
    if (index === 0 && base) stream.push(`from ${base}\n`);
    for (const [path, content] of commit.files) {
      if (content === null) stream.push(`D ${quote(path)}\n`);
      else
        stream.push(
          `M ${modes.get(path) ?? '100644'} inline ${quote(path)}\n`,
          ...data(content),
        );
    }
    stream.push('\n');
    for (const tag of commit.tags ?? [])
      stream.push(`reset refs/tags/${tag}\nfrom :${index + 1}\n\n`);
  });
  stream.push(`get-mark :${commits.length}\n`);
  const input = Buffer.concat(
    stream.map(part => (typeof part === 'string' ? Buffer.from(part) : part)),
  );
  const flags = options.isForced ? ['--force'] : [];
  const output = await git(
    ['fast-import', '--quiet', '--date-format=raw', ...flags],
    { dir, input },
  );
  return output.toString('utf8').trim();
}

function data(content: string | Buffer): Array<string | Buffer> {
  const bytes = Buffer.from(content);
  return [`data ${bytes.length}\n`, bytes, '\n'];
}

function quote(path: string): string {
  return `"${path.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}

/** A script that is executable stays so when it is changed. */
async function modesOf(
  dir: string,
  base: string,
  paths: string[],
): Promise<Map<string, string>> {
  const entries = paths.length ? await readTree(dir, base, { paths }) : [];
  return new Map(
    entries
      .filter(entry => entry.type === 'blob')
      .map(entry => [entry.path, entry.mode]),
  );
}
