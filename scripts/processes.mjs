// Child processes that are stopped together with this one.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

const running = new Set();

/**
 * Starts a command in a process group of its own, so that its children end with it.
 *
 * @param {string} name - stands before each line that it prints
 * @param {{ env?: object, cwd?: string, onLine?: (line: string) => void }} options
 */
export function start(name, command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  const ended = new Promise(resolve => {
    child.once('error', error =>
      resolve(`${name} could not be started: ${error.message}`),
    );
    child.once('close', (code, signal) =>
      resolve(`${name} ended (${signal ?? code})`),
    );
  }).finally(() => running.delete(child));
  const print =
    options.onLine ?? (line => process.stdout.write(`[${name}] ${line}\n`));
  for (const stream of [child.stdout, child.stderr]) onLines(stream, print);
  return { child, ended };
}

function onLines(stream, print) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(line => print(line));
  });
  stream.on('end', () => rest && print(rest));
}

/** Ends what was started, with their children, and waits for them. */
export async function stopAll(groups = [...running]) {
  const ended = Promise.all(
    groups.map(
      child =>
        new Promise(resolve =>
          child.exitCode === null ? child.once('close', resolve) : resolve(),
        ),
    ),
  );
  for (const signal of ['SIGINT', 'SIGKILL']) {
    for (const { pid, exitCode } of groups) {
      if (exitCode === null || signal === 'SIGKILL') tryKill(pid, signal);
    }
    const isOver = await Promise.race([
      ended.then(() => true),
      new Promise(resolve => setTimeout(resolve, 8_000, false).unref()),
    ]);
    if (isOver) return;
  }
}

function tryKill(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself
  }
}

/** Waits until an address answers with success, or until `ended` says why it never will. */
export function answers(url, ended) {
  return until(
    async () => (await fetch(url)).ok,
    ended,
    `${url} did not answer`,
  );
}

/** Waits until something holds, or until `ended` says why it never will. */
export async function until(holds, ended, what, timeoutMs = 180_000) {
  const deadline = Date.now() + timeoutMs;
  let over;
  ended.then(reason => (over = reason));
  while (Date.now() < deadline) {
    if (over) throw new Error(over);
    if (await holds().catch(() => false)) return;
    await new Promise(resolve => setTimeout(resolve, 250));
  }
  throw new Error(`${what} within ${timeoutMs / 1000} s`);
}

/** Whether nobody listens on a port of this machine. */
export function isFree(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/**
 * The first of some ports in a row that nobody listens on, below those that a system gives to
 * connections (Linux: from 32768).
 */
export async function freePort(inARow = 1) {
  for (;;) {
    const first = 20_000 + Math.floor(Math.random() * 12_000);
    const ports = Array.from({ length: inARow }, (_, index) => first + index);
    const areFree = await Promise.all(ports.map(isFree));
    if (areFree.every(Boolean)) return first;
  }
}
