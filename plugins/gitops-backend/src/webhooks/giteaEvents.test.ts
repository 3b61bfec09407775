import { createHmac } from 'node:crypto';
import type { RequestDetails } from '@backstage/plugin-events-node';
import { bitbucketServerSignature } from './bitbucketServerEvents';
import { giteaSignature } from './giteaEvents';
import { signedWith } from './signedWebhooks';

const SECRET = 'a secret of the hook';
const BODY = Buffer.from('{"ref":"refs/heads/main","text":"grün"}');

const sign = (body: Buffer, secret = SECRET) =>
  createHmac('sha256', secret).update(body).digest('hex');

/** What is answered to a request; undefined where it is taken in. */
async function refusal(
  headers: RequestDetails['headers'],
  body = BODY,
  signatureIn: Parameters<typeof signedWith>[1] = giteaSignature,
) {
  const rejected: { status?: number; payload?: unknown }[] = [];
  await signedWith(SECRET, signatureIn)(
    {
      body: JSON.parse(body.toString()),
      query: {},
      headers,
      raw: { body, encoding: 'utf-8' },
    },
    { reject: details => rejected.push(details ?? {}) },
  );
  return rejected[0];
}

const refused = {
  status: 403,
  payload: { message: 'The signature is not that of the secret' },
};

describe('signedWith', () => {
  it('takes in what is signed with the secret, by Gitea and by Forgejo', async () => {
    const signature = sign(BODY);
    expect(await refusal({ 'x-gitea-signature': signature })).toBeUndefined();
    expect(await refusal({ 'x-forgejo-signature': signature })).toBeUndefined();
    expect(
      await refusal({ 'x-gitea-signature': signature.toUpperCase() }),
    ).toBeUndefined();
  });

  it('takes in what is signed with the secret by Bitbucket Data Center', async () => {
    const asked = (header: string | string[] | undefined) =>
      refusal({ 'x-hub-signature': header }, BODY, bitbucketServerSignature);
    const signature = sign(BODY);
    expect(await asked(`sha256=${signature}`)).toBeUndefined();
    for (const odd of [
      undefined,
      signature,
      `sha1=${signature}`,
      `sha256=${sign(BODY, 'another')}`,
      [`sha256=${signature}`],
    ])
      expect(await asked(odd)).toEqual(refused);
  });

  it('refuses what has no signature', async () => {
    expect(await refusal({})).toEqual(refused);
    expect(await refusal({ 'x-gitea-signature': '' })).toEqual(refused);
  });

  it('refuses what is signed with another secret', async () => {
    for (const secret of ['', 'another', `${SECRET} `])
      expect(
        await refusal({ 'x-gitea-signature': sign(BODY, secret) }),
      ).toEqual(refused);
  });

  it('refuses a body that was changed by so much as a byte', async () => {
    const changed = Buffer.from(BODY.toString().replace('main', 'mail'));
    expect(await refusal({ 'x-gitea-signature': sign(BODY) }, changed)).toEqual(
      refused,
    );
    // The same JSON, written otherwise
    const spaced = Buffer.from(BODY.toString().replace(':', ': '));
    expect(await refusal({ 'x-gitea-signature': sign(BODY) }, spaced)).toEqual(
      refused,
    );
  });

  it('refuses signatures of another length, or that are none', async () => {
    const signature = sign(BODY);
    for (const odd of [
      signature.slice(0, -2),
      signature.slice(0, -1),
      `${signature}00`,
      `sha256=${signature}`,
      `${'zz'.repeat(32)}`,
      '0'.repeat(64),
    ])
      expect(await refusal({ 'x-gitea-signature': odd })).toEqual(refused);
    expect(
      await refusal({ 'x-gitea-signature': [signature, signature] }),
    ).toEqual(refused);
  });
});
