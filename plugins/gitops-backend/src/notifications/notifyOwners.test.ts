import { startGitops } from '../__testUtils__/startGitops';

jest.setTimeout(60_000);

it('starts with the backend where notifications are configured', async () => {
  const { get, stop } = await startGitops({
    entities: [],
    gitops: {
      environments: [{ name: 'production' }],
      notifications: { after: '15m', environments: ['production'] },
    },
  });
  expect((await get('/v1/environments')).status).toBe(200);
  await stop();
});
