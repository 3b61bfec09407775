/** Commits of a repository's default branch, oldest first, as the forge's API lists them. */
export async function shasOf(options: {
  url: string;
  token: string;
  owner: string;
  name: string;
}): Promise<string[]> {
  const { url, token, owner, name } = options;
  const shas: string[] = [];
  for (let page = 1; ; page++) {
    const response = await fetch(
      `${url}/api/v1/repos/${owner}/${name}/commits?limit=50&page=${page}&stat=false`,
      {
        headers: { Authorization: `token ${token}` },
      },
    );
    if (!response.ok)
      throw new Error(
        `The forge answered ${response.status} to the list of commits`,
      );
    const commits = (await response.json()) as { sha: string }[];
    shas.push(...commits.map(commit => commit.sha));
    if (commits.length < 50) return shas.reverse();
  }
}
