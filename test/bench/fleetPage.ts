import type { Page, Route } from '@playwright/test';
import type { Fleet } from '../../plugins/gitops-common/src';
import type { Bench, Figure } from './Bench';
import { mainThreadWork, Work } from './mainThreadWork';
import { inChromium, startSimulatedPortal } from './portalInChromium';
import { median, percentile, round } from './statistics';
import type { SandboxAddresses } from './subjects/sandbox';

const serviceCount = 1_000;
const environments = ['dev', 'test', 'staging', 'preprod', 'production'];
const navigations = 5;
const changes = 20;
const frames = 120;
const targetMs = { rows: 500, cell: 20, frame: 16 };
/** A screen shows 60 frames a second: what takes longer than one and a half has missed one. */
const missedMs = 25;
const mayBeMissed = 0.05;
const grid = '[role="grid"]';

declare global {
  interface Window {
    /** When the last answer of the fleet was there */
    answeredAt: number;
    /** What each change took from its answer until the page was laid out with it */
    took: number[];
  }
}

/**
 * The fleet's page in Chromium, with 1,000 services in five environments. Its answers are made up,
 * so that only the page is measured; a change in the sandbox makes the backend signal each of
 * them. The app is a built one, as users have it. A machine without a graphics card is slow to make
 * the pictures of scrolling: what the page itself has to do for them is measured beside that.
 */
export const fleetPage: Bench = async workshop => {
  const { sandbox, url } = await startSimulatedPortal(workshop, {
    isBuilt: true,
  });
  return inChromium(`${url}/gitops/freezes`, async page => {
    const fleet = new MadeUpFleet();
    await page.route(/\/api\/gitops\/v1\/fleet/, route => fleet.answer(route));
    const rows = await firstRows(page);
    const cell = await changedCells(page, fleet, sandbox);
    let frame: number[] = [];
    const work = await mainThreadWork(page, async () => {
      frame = await scrolledFrames(page);
    });
    const whole = work.map(one => sum(Object.values(one)));
    return [
      figure(
        'first rows after navigation, warm, median',
        targetMs.rows,
        rows,
        0.5,
      ),
      figure('one cell changes, median', targetMs.cell, cell, 0.5),
      missedFrames(frame),
      {
        ...figure(
          "the main thread's work in a frame while it scrolls, p95",
          targetMs.frame,
          whole,
          0.95,
        ),
        details: Object.fromEntries(
          Object.keys(work[0]).map(kind => [
            `${kind}, mean ms`,
            round(sum(work.map(one => one[kind as keyof Work])) / work.length),
          ]),
        ),
      },
    ];
  });
};

function figure(
  what: string,
  target: number,
  times: number[],
  share: number,
): Figure {
  const ms = percentile(times, share);
  return {
    figure: `fleet page, ${serviceCount} services x ${environments.length}: ${what}`,
    target: `${target} ms`,
    measured: `${round(ms)} ms`,
    ok: ms <= target,
    samples: String(times.length),
    details: {
      'median ms': round(median(times)),
      'slowest ms': round(Math.max(...times)),
    },
  };
}

function missedFrames(times: number[]): Figure {
  const missed = times.filter(ms => ms > missedMs).length / times.length;
  return {
    figure: `fleet page, ${serviceCount} services x ${environments.length}: frames missed while it scrolls`,
    target: `${100 * mayBeMissed} %`,
    measured: `${round(100 * missed)} %`,
    ok: missed <= mayBeMissed,
    samples: String(times.length),
    details: {
      'between frames, median ms': round(median(times)),
      'between frames, p95 ms': round(percentile(times, 0.95)),
      'between frames, slowest ms': round(Math.max(...times)),
    },
  };
}

function sum(all: readonly number[]): number {
  return all.reduce((total, one) => total + one, 0);
}

/** Time from a click on the tab until the first row is there; the first time warms up. */
async function firstRows(page: Page): Promise<number[]> {
  const times: number[] = [];
  for (let sample = 0; sample <= navigations; sample++) {
    await page.getByRole('tab', { name: 'Freezes' }).click();
    await page.locator(grid).waitFor({ state: 'detached' });
    const tookMs = await page.evaluate(
      () =>
        new Promise<number>(resolve => {
          const startedAt = performance.now();
          new MutationObserver((_, observer) => {
            if (!document.querySelector('[role="rowheader"]')) return;
            observer.disconnect();
            requestAnimationFrame(() =>
              requestAnimationFrame(() =>
                resolve(performance.now() - startedAt),
              ),
            );
          }).observe(document.body, { childList: true, subtree: true });
          [...document.querySelectorAll<HTMLElement>('[role="tab"]')]
            .find(one => one.textContent === 'Fleet')!
            .click();
        }),
    );
    if (sample > 0) times.push(tookMs);
  }
  return times;
}

/** Time that the page works after an answer in which one service has changed. */
async function changedCells(
  page: Page,
  fleet: MadeUpFleet,
  sandbox: SandboxAddresses,
): Promise<number[]> {
  // The last rows come when the browser has time: they are not what is measured
  await page.waitForFunction(
    count => document.querySelectorAll('[role="rowheader"]').length === count,
    serviceCount,
  );
  await page.evaluate(() => {
    window.took = [];
    const { json } = Response.prototype;
    Response.prototype.json = async function timed() {
      const answer = await json.call(this);
      if (this.url.includes('/v1/fleet')) window.answeredAt = performance.now();
      return answer;
    };
    new MutationObserver(() => {
      // Laid out, as a frame would have it
      document.body.getBoundingClientRect();
      window.took.push(performance.now() - window.answeredAt);
    }).observe(document.querySelector('[role="grid"]')!, {
      childList: true,
      subtree: true,
      characterData: true,
    });
  });
  for (let sample = 1; sample <= changes; sample++) {
    fleet.change();
    const query = new URLSearchParams({
      instance: 'eu-central',
      name: 'pricing-production',
      health: sample % 2 === 0 ? 'Healthy' : 'Degraded',
    });
    await fetch(`${sandbox.changeUrl}?${query}`, { method: 'POST' });
    await page.waitForFunction(count => window.took.length >= count, sample);
  }
  return page.evaluate(() => window.took);
}

/** Times between frames while the grid scrolls. */
function scrolledFrames(page: Page): Promise<number[]> {
  return page.evaluate(
    count =>
      new Promise<number[]>(resolve => {
        const box = document.querySelector('[role="grid"]')!.parentElement!;
        const times: number[] = [];
        let last = performance.now();
        const step = () => {
          const now = performance.now();
          times.push(now - last);
          last = now;
          box.scrollTop += 56;
          if (times.length < count) requestAnimationFrame(step);
          else resolve(times.slice(1));
        };
        requestAnimationFrame(step);
      }),
    frames,
  );
}

/** Answers of the fleet, all of it at first and then what changed. */
class MadeUpFleet {
  #version = 0;

  /** The first service runs another version from now on. */
  change(): void {
    this.#version += 1;
  }

  answer(route: Route): Promise<void> {
    const isWhole = !route.request().url().includes('since=');
    const answer: Fleet = {
      cursor: `c${this.#version}`,
      isWhole,
      environments: environments.map(name => ({
        name,
        title: name,
        unreadSince: null,
      })),
      instances: [],
      services: Array.from({ length: isWhole ? serviceCount : 1 }, (_, index) =>
        this.#service(index),
      ),
      gone: [],
      isRestricted: false,
    };
    // The backend signals changes to those who have read
    void fetch(route.request().url(), { headers: route.request().headers() });
    return route.fulfill({ json: answer });
  }

  #service(index: number): Fleet['services'][number] {
    const name = `svc-${String(index).padStart(4, '0')}`;
    const version = index === 0 ? `2.0.${this.#version}` : '1.4.0';
    const cell = { state: 'healthy' as const, running: [version] };
    return {
      ref: `component:default/${name}`,
      title: name,
      owner: `group:default/team-${String(index % 30).padStart(2, '0')}`,
      system: null,
      cells: Object.fromEntries(environments.map(one => [one, cell])),
    };
  }
}
