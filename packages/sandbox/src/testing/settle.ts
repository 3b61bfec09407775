import { VirtualClock } from '../Clock';

/** Lets promises that are under way come to their end: reading a repository takes a few turns. */
export async function turn(): Promise<void> {
  for (let i = 0; i < 5; i++)
    await new Promise(resolve => setImmediate(resolve));
}

/** Moves a clock on in small steps, letting promises run between them. */
export async function pass(
  clock: VirtualClock,
  ms: number,
  stepMs = 500,
): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    clock.advance(Math.min(stepMs, ms - passed));
    await turn();
  }
}
