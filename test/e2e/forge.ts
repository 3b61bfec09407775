/** @param repository - by default that of the manifests */
export async function call(
  method: string,
  path: string,
  body?: object,
  repository = 'platform/gitops',
) {
  const response = await fetch(
    `${process.env.SANDBOX_URL}/api/v1/repos/${repository}/${path}`,
    {
      method,
      headers: {
        authorization: 'token sandbox-token',
        'content-type': 'application/json',
      },
      body: body && JSON.stringify(body),
    },
  );
  if (!response.ok)
    throw new Error(
      `The forge answered ${
        response.status
      } to ${method} ${path}: ${await response.text()}`,
    );
  const text = await response.text();
  return text ? JSON.parse(text) : undefined;
}

/**
 * Opens a pull request that moves a service to a version, as a person would who promotes by hand.
 */
export async function openPullRequest(options: {
  service: string;
  environment: string;
  version: string;
}): Promise<{ url: string }> {
  const { service, environment, version } = options;
  const path = `apps/${service}/envs/${environment}/kustomization.yaml`;
  const file = await call('GET', `contents/${path}`);
  const text = Buffer.from(file.content, 'base64').toString('utf8');
  const changed = text.replace(/newTag: \S+/, `newTag: "${version}"`);
  const branch = `e2e-${service}-${environment}-${version}`;
  await call('POST', 'contents', {
    branch: 'main',
    new_branch: branch,
    message: `Promote ${service} ${version} to ${environment}`,
    files: [
      {
        operation: 'update',
        path,
        sha: file.sha,
        content: Buffer.from(changed).toString('base64'),
      },
    ],
  });
  const pull = await call('POST', 'pulls', {
    title: `Promote ${service} ${version} to ${environment}`,
    head: branch,
    base: 'main',
    body: '',
  });
  return { url: pull.html_url };
}
