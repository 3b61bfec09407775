import { findChromium } from '../e2e/chromium';

export default async function setup(): Promise<void> {
  process.env.E2E_CHROMIUM = await findChromium();
}
