import { integrations } from '../__testUtils__/integrations';
import { repositoryProblem } from './repositoryProblem';

const isKnown = (url: string) => integrations.byUrl(url) !== undefined;
const anyHost = () => true;

describe('repositoryProblem', () => {
  it.each([
    'https://git.example.com/team/manifests',
    'https://git.example.com/team/manifests.git',
    'https://github.com/example/manifests/',
    'https://dev.azure.com/example/platform/_git/manifests',
  ])('finds nothing in %s', address => {
    expect(repositoryProblem(address, { isKnown })).toBeNull();
  });

  it.each([
    'http://127.0.0.1:7080/example/manifests',
    'http://localhost:7080/example/manifests',
    'http://[::1]:7080/example/manifests',
    'http://git.localhost/example/manifests',
  ])('lets %s do without TLS', address => {
    expect(repositoryProblem(address, { isKnown: anyHost })).toBeNull();
  });

  it.each([
    ['', 'missing'],
    [undefined, 'missing'],
    ['team/manifests', 'notAddress'],
    ['git@git.example.com:team/manifests.git', 'notAddress'],
    ['ssh://git.example.com/team/manifests', 'notAddress'],
    ['https:git.example.com/team/manifests', 'notAddress'],
    ['https://git.example.com/team/mani fests', 'notAddress'],
    ['https://git.example.com\\team\\manifests', 'notAddress'],
    ['https://git.example.com:port/team/manifests', 'notAddress'],
    ['http://git.example.com/team/manifests', 'insecure'],
    ['http://127.0.0.1.example.com/team/manifests', 'insecure'],
    ['https://ana:hunter2@git.example.com/team/manifests', 'credentials'],
    ['https://token@git.example.com/team/manifests', 'credentials'],
    ['ssh://git@git.example.com/team/manifests', 'credentials'],
    ['https://git.example.com/team/manifests?token=x', 'extra'],
    ['https://git.example.com/team/manifests#main', 'extra'],
    ['https://git.example.com', 'incomplete'],
    ['https://git.example.com/manifests', 'incomplete'],
    ['https://git.example.com//manifests', 'incomplete'],
  ])('finds in %s: %s', (address, kind) => {
    expect(repositoryProblem(address, { isKnown })).toEqual({ kind });
  });

  it('names the host that the portal is not configured for, with its port', () => {
    expect(
      repositoryProblem('https://git.other.example:8443/team/manifests', {
        isKnown,
      }),
    ).toEqual({ kind: 'unknownHost', host: 'git.other.example:8443' });
  });

  it('takes only what is offered, where something is', () => {
    const offered = [{ url: 'https://github.com/example/manifests' }];
    const judge = (url: string) => repositoryProblem(url, { isKnown, offered });
    expect(judge('https://github.com/example/manifests')).toBeNull();
    expect(judge('https://github.com/example/other')).toEqual({
      kind: 'notListed',
    });
  });
});
