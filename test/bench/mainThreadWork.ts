import type { Page } from '@playwright/test';

/** What Chromium calls the work that a page causes. */
const kinds = {
  script: ['FireAnimationFrame', 'FunctionCall', 'EventDispatch', 'TimerFire'],
  style: ['UpdateLayoutTree'],
  layout: ['Layout'],
  paint: ['PrePaint', 'Paint', 'Layerize'],
};

/** Milliseconds of processor time. */
export type Work = Record<keyof typeof kinds, number>;

/** A piece of work, as a trace has it. Times are microseconds. */
interface Traced {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  ts: number;
  dur: number;
  /** Of the processor; absent where it had none */
  tdur?: number;
}

/**
 * What the main thread does for a page in each frame that it animates. Other programs add nothing
 * to it, and neither does making the picture, which takes long where there is no graphics card.
 */
export async function mainThreadWork(
  page: Page,
  animate: () => Promise<unknown>,
): Promise<Work[]> {
  const browser = page.context().browser()!;
  await browser.startTracing(page, {
    categories: ['-*', 'devtools.timeline'],
  });
  await animate();
  const trace = (await browser.stopTracing()).toString('utf8');
  const all: Traced[] = JSON.parse(trace).traceEvents;
  const frame = all.find(({ name }) => name === 'FireAnimationFrame');
  if (!frame) throw new Error('The trace has no frame');
  const done = all
    .filter(
      ({ ph, pid, tid }) =>
        ph === 'X' && pid === frame.pid && tid === frame.tid,
    )
    .sort((a, b) => a.ts - b.ts || b.dur - a.dur);
  return framesOf(done);
}

function framesOf(done: readonly Traced[]): Work[] {
  const frames: Work[] = [];
  const within: Traced[] = [];
  for (const one of done) {
    if (one.name === 'FireAnimationFrame')
      frames.push({ script: 0, style: 0, layout: 0, paint: 0 });
    const frame = frames.at(-1);
    const kind = kindOf(one);
    if (!frame || !kind) continue;
    const ms = (one.tdur ?? 0) / 1_000;
    while (within.length > 0 && endOf(within.at(-1)!) <= one.ts) within.pop();
    // A script that asks for a layout waits for it: that counts once
    const outer = within.at(-1);
    if (outer) frame[kindOf(outer)!] -= ms;
    frame[kind] += ms;
    within.push(one);
  }
  return frames;
}

function endOf({ ts, dur }: Traced): number {
  return ts + dur;
}

function kindOf({ name }: Traced): keyof Work | undefined {
  return (Object.keys(kinds) as (keyof Work)[]).find(kind =>
    kinds[kind].includes(name),
  );
}
