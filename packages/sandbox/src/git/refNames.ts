/** Whether Git takes this as a branch name (git-check-ref-format, and no leading dash). */
export function isBranchName(name: string): boolean {
  return (
    name.length > 0 &&
    name.length <= 250 &&
    !/[\p{Cc} ~^:?*[\\]/u.test(name) &&
    !/^[-/]|\.\.|@\{|\/\/|[./]$|\.lock$|^@$/.test(name) &&
    name
      .split('/')
      .every(
        part => part !== '' && !part.startsWith('.') && !part.endsWith('.lock'),
      )
  );
}

export function isFullSha(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

/**
 * Whether a file of this path can be written: no way out of the tree and nothing that Git refuses.
 */
export function isFilePath(path: string): boolean {
  return (
    path.length > 0 &&
    path.length <= 1000 &&
    !path.includes('\0') &&
    path
      .split('/')
      .every(
        part =>
          part !== '' &&
          part !== '.' &&
          part !== '..' &&
          !/^\.git$/i.test(part),
      )
  );
}
