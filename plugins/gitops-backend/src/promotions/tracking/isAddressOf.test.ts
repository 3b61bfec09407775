import { isAddressOf } from './isAddressOf';

const azure = {
  name: 'org/My Project/My Repo',
  url: 'https://dev.azure.com/org/My%20Project/_git/My%20Repo',
};

describe('the repository that Azure DevOps calls My Repo', () => {
  it.each([
    'https://dev.azure.com/org/My%20Project/_git/My%20Repo',
    'https://org@dev.azure.com/org/My%20Project/_git/My%20Repo',
    'https://dev.azure.com/org/My Project/_git/My Repo',
    'git@ssh.dev.azure.com:v3/org/My%20Project/My%20Repo',
    'ssh://git@ssh.dev.azure.com/v3/org/My Project/My Repo',
    'https://org.visualstudio.com/My%20Project/_git/My%20Repo',
    'https://org.visualstudio.com/DefaultCollection/My%20Project/_git/My%20Repo',
  ])('is that of a source at %s', address =>
    expect(isAddressOf(address, azure)).toBe(true),
  );

  it.each([
    'https://dev.azure.com/org/My%2520Project/_git/My%20Repo',
    'https://dev.azure.com/other/My%20Project/_git/My%20Repo',
    'https://dev.azure.com/org/My%20Project/_git/My%20Repo%202',
    'https://dev.azure.com/org/%E0%A4%A/_git/My%20Repo',
  ])('is not that of a source at %s', address =>
    expect(isAddressOf(address, azure)).toBe(false),
  );

  it('may have the name of its project, and an address without that', () =>
    expect(
      isAddressOf('https://dev.azure.com/org/_git/gitops', {
        name: 'org/gitops/gitops',
        url: 'https://dev.azure.com/org/gitops/_git/gitops',
      }),
    ).toBe(true));

  it('may be on a server, in a collection with a space', () =>
    expect(
      isAddressOf('https://tfs.acme.io/tfs/Default Collection/p/_git/gitops', {
        name: 'tfs/Default Collection/p/gitops',
        url: 'https://tfs.acme.io/tfs/Default%20Collection/p/_git/gitops',
      }),
    ).toBe(true));
});
