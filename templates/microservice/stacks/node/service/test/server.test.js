import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { makeServer } from '../src/server.js';

let isReady = async () => true;
const logged = [];
const server = makeServer({
  isReady: () => isReady(),
  log: error => logged.push(error.message),
});
let url;

before(async () => {
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}`;
});
after(() => server.close());

test('says who it is', async () => {
  const response = await fetch(url);
  assert.deepEqual(await response.json(), { service: '${{ values.name }}' });
});

test('is alive, and ready when it is', async () => {
  assert.equal((await fetch(`${url}/livez`)).status, 200);
  assert.equal((await fetch(`${url}/readyz`)).status, 200);
  isReady = async () => false;
  assert.equal((await fetch(`${url}/readyz`)).status, 503);
});

test('knows nothing else', async () => {
  assert.equal((await fetch(`${url}/other`)).status, 404);
  assert.equal((await fetch(url, { method: 'POST' })).status, 405);
});

test('answers an address that is none', async () => {
  assert.equal((await fetch(`${url}//`)).status, 404);
  assert.equal((await fetch(url)).status, 200);
});

test('answers and logs what fails, and works on', async () => {
  isReady = async () => {
    throw new Error('no database');
  };
  assert.equal((await fetch(`${url}/readyz`)).status, 500);
  assert.deepEqual(logged, ['no database']);
  assert.equal((await fetch(url)).status, 200);
});
