import { Simulation } from './Simulation';

/**
 * Plays histories in a process of their own: every `by`th of `count` seeds from `first` on. Says
 * what went wrong, one line of JSON for each seed, and ends with a figure.
 */
async function play(first: number, count: number, by: number): Promise<void> {
  const simulation = await Simulation.open();
  const tell = (what: object) =>
    process.stdout.write(`${JSON.stringify(what)}\n`);
  let played = 0;
  for (let seed = first; seed < first + count; seed += by) {
    const outcome = await simulation.play(seed);
    if (outcome.violations.length > 0) tell(outcome);
    played += 1;
  }
  tell({ played });
  await simulation.close();
}

const [first, count, by] = process.argv.slice(2).map(Number);
void play(first, count, by);
