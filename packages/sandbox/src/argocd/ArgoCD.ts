import { createServer, IncomingMessage, Server, ServerResponse } from 'http';
import { AddressInfo, Socket } from 'net';
import { Clock, VirtualClock } from '../Clock';
import { GitRepository } from '../git/GitRepository';
import { Application } from './Application';
import { ApplicationStore } from './ApplicationStore';
import { createRouter } from './api/router';
import { Context } from './api/Context';
import { createListRoute } from './api/list';
import { createStreamRoute } from './api/stream';
import { ArgoVersion, dialects } from './api/versions';
import { ChangeGenerator } from './ChangeGenerator';
import { World } from './cluster/stages';
import { Controller } from './controller/Controller';
import {
  ActiveFailure,
  FailingInstance,
  FailureOptionError,
  FailureOptions,
} from './failures/Failure';
import { failureNamed } from './failures/failures';
import { Sources } from './generators/applicationSets';
import { numberOf } from './ids';
import { Checkout } from './manifests/render';
import { YamlReader } from './manifests/YamlReader';
import { RequestCounter, RequestCounts } from './RequestCounter';
import { syntheticApplication } from './synthetic';

export interface ArgoCDOptions {
  name: string;
  version: ArgoVersion;
  /** 0 takes a free port */
  port: number;
  token: string;
  /** Environments (the label `environment`) of this instance; all where absent */
  environments?: string[];
  /** Open ones of a repository of the forge; none where absent */
  pullRequests?: Sources['pullRequests'];
  clock: Clock;
  yaml: YamlReader;
  world: World;
  /** From a change of a branch until it is seen, in simulated ms */
  noticeDelayMs: number;
  /** From seeing it to the start of the operation, in simulated ms */
  startDelayMs: number;
  keepAliveMs: number;
}

/** One simulated Argo CD: a controller over Git repositories behind Argo CD's REST API. */
export interface ArgoCD {
  readonly name: string;
  readonly version: ArgoVersion;
  readonly environments?: readonly string[];
  readonly url: string;
  readonly token: string;
  readonly store: ApplicationStore;
  readonly controller: Controller;
  /** Streams that are open now */
  readonly openStreams: number;
  readonly failure: { name: string; options: FailureOptions } | undefined;
  readonly eventsPerSecond: number;
  /** Why the last change of a branch could not be read; undefined where it could */
  readonly reconcileError: string | undefined;
  /** Number of synthetic Applications */
  readonly size: number;
  /**
   * Lets a server failure begin, ending the one before; null ends it. @throws FailureOptionError
   */
  setFailure(name: string | null, options?: FailureOptions): Promise<void>;
  /** Sets the number of synthetic Applications, in addition to those from Git. */
  setSize(count: number): void;
  /** Changes Applications steadily. */
  setEventRate(perSecond: number): void;
  /**
   * Changes an Application at once and tells the streams. @throws Error where there is none of that
   * name
   */
  change(
    name: string,
    mutate: (application: Application) => Application,
  ): Application;
  add(application: Application): Application;
  remove(name: string, namespace?: string): void;
  /** Accepts this token from now on, and the one before no more; open streams stay. */
  setToken(token: string): void;
  /** Ends every stream, as a restart of argocd-server does */
  cutStreams(options: { midLine: boolean }): void;
  requests(): RequestCounts;
  resetRequests(): void;
  /** Follows these repositories from now on. */
  follow(repositories: readonly GitRepository[]): void;
  /** Compares when the time has come in which a change is noticed. */
  notice(): void;
  /** Compares with the heads of the branches, now */
  reconcile(): Promise<void>;
  /**
   * Lives through a history of commits (by the URL of their repository) in no time, each at its own
   * date, so that what the API answers looks lived in.
   */
  replay(
    history: readonly {
      at: number;
      checkouts: ReadonlyMap<string, Checkout>;
    }[],
  ): void;
  close(): Promise<void>;
}

export async function createArgoCD(options: ArgoCDOptions): Promise<ArgoCD> {
  const store = new ApplicationStore();
  let isReplaying = false;
  const requests = new RequestCounter();
  const controller = new Controller({
    store,
    yaml: options.yaml,
    world: options.world,
    clock: options.clock,
    environments: options.environments,
    pullRequests: options.pullRequests ?? (() => []),
    roots: ['applicationsets', 'bootstrap', 'projects'],
    // In the past, operations are spread over minutes, as a busy controller does
    startDelayMs: name =>
      isReplaying ? 1000 + numberOf(name, 90_000) : options.startDelayMs,
  });
  let repositories: readonly GitRepository[] = [];
  let active: ActiveFailure | undefined;
  let failing: { name: string; options: FailureOptions } | undefined;
  let unfollow: (() => void)[] = [];
  let size = 0;
  let reconcileError: string | undefined;
  let isPending = false;

  const context: Context = {
    store,
    controller,
    dialect: dialects[options.version],
    clock: () => options.clock,
    repositories: () => repositories,
    reconcile,
    failure: () => active,
    account: {
      username: 'backstage',
      password: options.token,
      token: options.token,
    },
    keepAliveMs: options.keepAliveMs,
    informer: request => active?.informer?.(request) ?? store,
    visible: informer => active?.filter?.(informer.all()) ?? informer.all(),
  };
  const stream = createStreamRoute(context);
  const route = createRouter(context, {
    list: createListRoute(context),
    stream,
  });
  const generator = new ChangeGenerator(store);

  const sockets = new Set<Socket>();
  let isResetting = false;
  const server = createServer((req, res) => answer(req, res));
  server.keepAliveTimeout = 30_000;
  server.on('connection', socket => {
    if (isResetting) {
      socket.resetAndDestroy();
      return;
    }
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  });
  const port = await listen(server, options.port);

  function answer(req: IncomingMessage, res: ServerResponse): void {
    const url = new URL(req.url ?? '/', 'http://simulated');
    requests.count(url.pathname, url.searchParams);
    const failure = active;
    const go = () => {
      if (res.destroyed || failure?.intercept?.(req, res)) return;
      route(req, res, url);
    };
    if (failure?.delayMs) setTimeout(go, failure.delayMs).unref();
    else go();
  }

  const instance: FailingInstance = {
    shut({ refuse }) {
      isResetting = !refuse;
      if (refuse) server.close();
      for (const socket of [...sockets]) socket.resetAndDestroy();
    },
    async reopen() {
      isResetting = false;
      if (!server.listening) await listen(server, port);
    },
    cutStreams: cut => stream.cutAll(cut),
    clock: options.clock,
    informer: store,
    every(ms, callback) {
      const timer = setInterval(callback, ms);
      timer.unref();
      return () => clearInterval(timer);
    },
  };

  async function reconcile(): Promise<void> {
    const checkouts = new Map<string, Checkout>();
    for (const repository of repositories) {
      const commit =
        (await repository.head('main')) ?? (await repository.head('master'));
      if (commit)
        checkouts.set(repository.url, {
          commit,
          files: await repository.files(commit),
        });
    }
    controller.reconcile(checkouts);
    reconcileError = undefined;
  }

  function notice(): void {
    if (isPending) return;
    isPending = true;
    options.clock.after(options.noticeDelayMs, () => {
      isPending = false;
      reconcile().catch(error => {
        reconcileError = error instanceof Error ? error.message : String(error);
      });
    });
  }

  return {
    name: options.name,
    version: options.version,
    environments: options.environments,
    url: `http://127.0.0.1:${port}`,
    get token() {
      return context.account.token;
    },
    store,
    controller,
    get openStreams() {
      return stream.size;
    },
    get failure() {
      return failing;
    },
    get eventsPerSecond() {
      return generator.perSecond;
    },
    get reconcileError() {
      return reconcileError;
    },
    get size() {
      return size;
    },
    async setFailure(name, failureOptions = {}) {
      const failure = name === null ? undefined : failureNamed(name);
      if (name !== null && !failure)
        throw new FailureOptionError(`There is no failure named ${name}`);
      const before = active;
      active = undefined;
      failing = undefined;
      await before?.end?.();
      if (failure) {
        active = failure.begin(instance, failureOptions);
        failing = { name: failure.name, options: failureOptions };
      }
    },
    setSize(count) {
      const made = {
        now: options.clock.now(),
        environments: options.environments,
      };
      for (let index = size; index < count; index++)
        store.put(syntheticApplication(index, made));
      for (let index = count; index < size; index++)
        store.delete(syntheticApplication(index, made).metadata.name);
      size = count;
    },
    setEventRate: perSecond => generator.setRate(perSecond),
    change(name, mutate) {
      const application = store.get(name);
      if (!application)
        throw new Error(
          `There is no Application named ${name} in ${options.name}`,
        );
      return store.put(mutate(application));
    },
    add: application => store.put(application),
    remove: (name, namespace) => store.delete(name, namespace),
    setToken(token) {
      context.account.token = token;
    },
    cutStreams: cut => stream.cutAll(cut),
    requests: () => requests.counts(),
    resetRequests: () => requests.reset(),
    follow(next) {
      unfollow.forEach(end => end());
      repositories = next;
      unfollow = next.map(repository => repository.onChange(notice));
    },
    notice,
    reconcile,
    replay(history) {
      if (history.length === 0) return;
      isReplaying = true;
      const past = new VirtualClock(history[0].at);
      controller.setClock(past);
      for (const { at, checkouts } of history) {
        past.advance(Math.max(0, at - past.now()));
        controller.reconcile(checkouts);
        past.runUntilIdle();
      }
      controller.setClock(options.clock);
      isReplaying = false;
    },
    async close() {
      generator.setRate(0);
      unfollow.forEach(end => end());
      controller.stop();
      await active?.end?.();
      active = undefined;
      for (const socket of sockets) socket.destroy();
      if (server.listening) await new Promise(resolve => server.close(resolve));
    },
  };
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  return (server.address() as AddressInfo).port;
}
