import { createServer, Server } from 'node:http';
import { AddressInfo, connect, Socket } from 'node:net';

/** A forward proxy on this machine that tunnels, or refuses to. */
export class ConnectProxy {
  /** What it was asked to connect to, with the credentials it was given */
  readonly tunnels: { to: string; authorization?: string }[] = [];
  /** Answered in place of a tunnel while set */
  refusal?: number;
  readonly #server: Server = createServer();
  readonly #sockets = new Set<Socket>();

  static async start(): Promise<ConnectProxy> {
    const proxy = new ConnectProxy();
    proxy.#server.on('connect', (req, socket) => {
      const authorization = req.headers['proxy-authorization'];
      proxy.tunnels.push({ to: req.url!, authorization });
      if (proxy.refusal) {
        socket.end(`HTTP/1.1 ${proxy.refusal} No\r\n\r\n`);
        return;
      }
      const { hostname, port } = new URL(`http://${req.url}`);
      const upstream = connect(Number(port), hostname, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      proxy.#sockets.add(upstream);
      for (const end of [socket, upstream])
        end.on('error', () => [socket, upstream].forEach(one => one.destroy()));
    });
    proxy.#server.on('connection', socket => proxy.#sockets.add(socket));
    await new Promise<void>(resolve => {
      proxy.#server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
