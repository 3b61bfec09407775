import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLogLines } from './logLines';

const recorded = readFileSync(
  join(__dirname, '../__fixtures__/argocd-3.5.1/logs-of-failed-job.txt'),
  'utf8',
);
const [ofJob, ofNoContainer] = recorded
  .split(/^# .*\n/m)
  .filter(part => part.includes('{'));

it('reads the log of a failed Job as it was recorded, without the marker at its end', () => {
  expect(readLogLines(ofJob)).toEqual(
    [
      'connecting to postgres',
      'applying 0042_add_orders.sql',
      'ERROR: relation "orders" does not exist',
      'migration failed',
    ].map(text => ({ text, pod: 'orders-migrate-z4gwb' })),
  );
});

it('reads why there is no log as a line of no Pod', () => {
  expect(readLogLines(ofNoContainer)).toEqual([
    {
      text: 'container nope is not valid for pod orders-migrate-z4gwb',
      pod: '',
    },
  ]);
});

it('has no lines of a Pod that is gone, and leaves out what is cut off', () => {
  expect(readLogLines('')).toEqual([]);
  const [first] = ofJob.split('\n');
  expect(readLogLines(`${first}\n${first.slice(0, 40)}`)).toHaveLength(1);
  expect(readLogLines('<html>an error page</html>')).toEqual([]);
});
