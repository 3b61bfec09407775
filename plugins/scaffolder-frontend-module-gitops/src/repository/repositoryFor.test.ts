import { repositoryFor } from './repositoryFor';

const payments = {
  url: 'https://git.example.com/payments/gitops',
  owners: ['group:default/payments'],
};
const shop = {
  url: 'https://git.example.com/shop/gitops',
  owners: ['group:default/shop'],
};
const all = { url: 'https://git.example.com/platform/gitops' };

describe('repositoryFor', () => {
  const chosenFor = (owner: unknown, chosen?: string) =>
    repositoryFor([payments, shop, all], { chosen, owner });

  it('is that of the owner', () =>
    expect(chosenFor('group:default/shop')).toBe(shop.url));

  it('is none for an owner without one, where there are several', () =>
    expect(chosenFor('group:default/others')).toBeUndefined());

  it('is the only one, whoever the owner is', () =>
    expect(repositoryFor([all], { chosen: undefined, owner: undefined })).toBe(
      all.url,
    ));

  it('follows another owner, where the chosen one is that of somebody else', () =>
    expect(chosenFor('group:default/shop', payments.url)).toBe(shop.url));

  it.each([
    ['that of everybody', all.url],
    ['that of the owner', shop.url],
    ['one that is not listed', 'https://git.example.com/x/y'],
  ])('leaves alone %s', (_, chosen) =>
    expect(chosenFor('group:default/shop', chosen)).toBeUndefined(),
  );
});
