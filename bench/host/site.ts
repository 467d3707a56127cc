import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Area } from '../model.ts';
import {
  type Finished,
  freePort,
  lastLines,
  type RunningProcess,
  runClient,
  startProcess,
  untilListening,
  type ServerOptions,
  type ClientOptions,
} from './processes.ts';

/** A server that was started for a site. */
export interface SiteServer {
  readonly process: RunningProcess;
}

type Start<T extends SiteServer> = (site: Site) => Promise<T>;

/** Where servers listen and from where clients reach them: loopback, or the two ends of an emulated link. */
export class Site {
  readonly host: string;
  readonly area: Area;
  /** Configurations, keys and logs. */
  readonly folder: string;
  /** The npm clients' node_modules lies here. */
  readonly clients: string;
  /** The compiled programs. */
  readonly compiled: string;
  readonly #clientPrefix: readonly string[];
  readonly #serverPrefix: readonly string[];
  readonly #servers = new Map<unknown, Promise<SiteServer>>();

  constructor(options: {
    readonly host: string;
    readonly area: Area;
    readonly folder: string;
    readonly clients: string;
    readonly compiled: string;
    readonly clientPrefix?: readonly string[];
    readonly serverPrefix?: readonly string[];
  }) {
    this.host = options.host;
    this.area = options.area;
    this.folder = options.folder;
    this.clients = options.clients;
    this.compiled = options.compiled;
    this.#clientPrefix = options.clientPrefix ?? [];
    this.#serverPrefix = options.serverPrefix ?? [];
    mkdirSync(this.folder, { recursive: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  /** The server of that kind, started at the first use. A failed start is not tried again. */
  async server<T extends SiteServer>(start: Start<T>): Promise<T> {
    const known = this.#servers.get(start) ?? start(this);
    this.#servers.set(start, known);
    return (await known) as T;
  }

  /** Stops the server of that kind; the next use starts a new one. */
  async stopServer<T extends SiteServer>(start: Start<T>): Promise<void> {
    const known = this.#servers.get(start);
    this.#servers.delete(start);
    await (await known?.catch(() => undefined))?.process.stop();
  }

  async stop(): Promise<void> {
    const servers = [...this.#servers.values()];
    this.#servers.clear();
    await Promise.all(servers.map(async (server) => (await server.catch(() => undefined))?.process.stop()));
  }

  startServer(command: readonly string[], options: Omit<ServerOptions, 'log'> & { readonly name: string }): RunningProcess {
    const log = this.path(`${options.name}.log`);
    const server = startProcess([...this.#serverPrefix, ...command], { ...options, log });
    void server.ended.then((problem) => {
      if (problem !== undefined && !server.stopping)
        process.stderr.write(`${options.name} ${problem}: ${lastLines(log)}
`);
    });
    return server;
  }

  /** Starts a server and waits until it listens on all its ports. @throws Error when it does not */
  async startListening(name: string, command: readonly string[], ports: readonly number[]): Promise<RunningProcess> {
    const server = this.startServer(command, { name });
    try {
      for (const port of ports) await untilListening(server, port, this.path(`${name}.log`));
    } catch (error) {
      await server.stop();
      throw error;
    }
    return server;
  }

  async freePort(): Promise<number> {
    return await freePort();
  }

  startClient(command: readonly string[], options: Omit<ServerOptions, 'log'> & { readonly name: string }): RunningProcess {
    return startProcess([...this.#clientPrefix, ...command], { ...options, log: this.path(`${options.name}.log`) });
  }

  async run(command: readonly string[], options: Omit<ClientOptions, 'folder'>): Promise<Finished> {
    return await runClient([...this.#clientPrefix, ...command], { ...options, folder: this.folder });
  }
}
