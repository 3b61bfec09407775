import { checkEnvironments, checkServiceName } from './serviceName';

const environments = ['dev', 'production'];
const refused = (name: string) => {
  try {
    checkServiceName(name, environments);
    return 'taken';
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
};

describe('checkServiceName', () => {
  it.each(['payments', 'a', 'order-history-2', 'p'.repeat(52)])(
    'takes %s',
    name => expect(refused(name)).toBe('taken'),
  );

  it.each([
    ['Payments', /^InputError: .*lower-case letters/],
    ['-a', /begin with a letter/],
    ['a-', /don't end with a dash/],
    ['2fast', /begin with a letter/],
    ['a_b', /lower-case letters/],
    ['', /The name "" can't/],
    ['a/../b', /lower-case letters/],
    ['a\nb', /lower-case letters/],
    ['default', /reserved/],
    ['kube-dns', /reserved/],
    [
      'p'.repeat(53),
      /too long: with -production, it has 64 letters, and Kubernetes accepts 63\. Shorten it by 1$/,
    ],
  ])('refuses %j with a sentence', (name, sentence) =>
    expect(refused(name)).toMatch(sentence),
  );

  it('counts what is added to the names of resources, where environments are short', () =>
    expect(() => checkServiceName('p'.repeat(56), ['dev'])).toThrow(
      'with -secrets, it has 64 letters',
    ));
});

describe('checkEnvironments', () => {
  it.each([
    [[], /at least one/],
    [['dev', 'dev'], /dev is named twice/],
    [['Dev'], /can't stand in the name/],
    [['../x'], /can't stand in the name/],
  ])('refuses %j', (names, sentence) =>
    expect(() => checkEnvironments(names)).toThrow(sentence),
  );

  it('takes names of labels', () =>
    expect(() => checkEnvironments(['dev', 'eu-1'])).not.toThrow());
});
