import { html, type Html } from './html';

export function time(date: Date): Html {
  const iso = date.toISOString();
  return html`<time datetime="${iso}"
    >${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC</time
  >`;
}

export function shortSha(sha: string): string {
  return sha.slice(0, 10);
}

export function subjectOf(message: string): string {
  return message.split('\n', 1)[0] || '(no message)';
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
