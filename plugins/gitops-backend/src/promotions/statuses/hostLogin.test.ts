import type { Entity } from '@backstage/catalog-model';
import { hostLogin } from './hostLogin';

const user = (annotations: Record<string, string>): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'ana', annotations },
});

const loginOn = (
  host: string,
  annotations: Record<string, string>,
  isGitHub = false,
) => hostLogin(user(annotations), { host, isGitHub });

describe("The login on a Git host of one of the catalog's users", () => {
  it('is what the modules for GitHub and GitLab write', () => {
    const gitHub = { 'github.com/user-login': 'ana-lima' };
    expect(loginOn('github.com', gitHub, true)).toBe('ana-lima');
    expect(loginOn('github.example.com', gitHub, true)).toBe('ana-lima');
    expect(
      loginOn('gitlab.example.com', {
        'gitlab.example.com/user-login': 'https://gitlab.example.com/ana-lima',
      }),
    ).toBe('ana-lima');
  });

  it('is what people write for a host, whose port is no part of it', () => {
    expect(
      loginOn('git.example.com:3000', { 'git.example.com/user-login': 'ana' }),
    ).toBe('ana');
  });

  it('is never that of another host', () => {
    expect(
      loginOn('gitlab.com', { 'github.com/user-login': 'ana-lima' }),
    ).toBeUndefined();
    expect(loginOn('gitlab.com', {})).toBeUndefined();
  });
});
