import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError, type ErrorRecord, toErrorRecord } from '../../src-shared/errors.ts';
import type { AppStart, Reply } from '../../src-shared/ipc/contract.ts';
import { isRequestName, requestSchemas } from '../../src-shared/ipc/schema.ts';
import { type Location, localEndpoint } from '../../src-shared/model/location.ts';
import type { FileSystem } from '../filesystem/fileSystem.ts';
import { Leftovers } from '../filesystem/local/leftovers.ts';
import { LocalFileSystem } from '../filesystem/local/localFileSystem.ts';
import { toLocalPath } from '../filesystem/local/platformPath.ts';
import { KnownServers, knownServersSchema, noKnownServers } from '../sessions/knownServers.ts';
import { type OpenedPlaces, openPlaces } from '../sessions/openPlaces.ts';
import type { PlaceStore } from '../sessions/places.ts';
import type { SystemCipher } from '../sessions/secrets.ts';
import { Sessions } from '../sessions/sessions.ts';
import { JsonFile, writesSettled } from '../storage/jsonFile.ts';
import { TransferQueue } from '../transfer/queue.ts';
import type { Resolve } from '../transfer/route.ts';
import type { ApplicationOptions, Backend } from './backend.ts';
import { DirectoryChanges } from './directoryChanges.ts';
import { DragOut } from './dragOut.ts';
import { createHandlers, type Handlers } from './handlers.ts';
import { LinkOffers } from './linkOffers.ts';
import { Listings } from './listings.ts';
import { LocalServer } from './localServer.ts';
import { Measures } from './measures.ts';
import { Permissions } from './permissions.ts';
import { Publisher } from './publisher.ts';
import { SettingsStore } from './settings.ts';
import { Staging } from './staging.ts';
import { openStartLocations } from './startLocations.ts';

/** Rates fade also when nothing moves. */
const rateInterval = 500;

export interface ApplicationTiming {
  /** Milliseconds before each attempt of a broken session to come back. */
  readonly reconnectDelays?: readonly number[];
}

/**
 * Builds the application.
 * @param cipher what the system encrypts the user's keys with, where it can
 * @throws AppError when its own files can't be read
 */
export async function createApplication(
  options: ApplicationOptions,
  timing: ApplicationTiming = {},
  cipher?: SystemCipher,
): Promise<Backend> {
  const knownServersFile = new JsonFile(join(options.userData, 'known-servers.json'), knownServersSchema, noKnownServers);
  const { servers: knownServers, damaged } = await KnownServers.load(knownServersFile);
  const notices: ErrorRecord[] = [];
  if (damaged !== undefined) {
    const error = new AppError('internal', 'the known servers could not be read and are unknown now', { path: damaged });
    notices.push(toErrorRecord(error));
  }
  let changed = (_topic: 'settings' | 'places'): void => undefined;
  const opened = await openPlaces(options.userData, cipher, () => changed('places'));
  for (const path of opened.damaged) {
    notices.push(toErrorRecord(new AppError('internal', 'some of this file could not be read', { path })));
  }
  const settings = new SettingsStore(join(options.userData, 'settings.json'), () => changed('settings'));
  await settings.load();
  const application = new Application(options, timing, knownServers, settings, opened, notices);
  changed = (topic) => application.changed(topic);
  return application;
}

class Application implements Backend {
  readonly #options: ApplicationOptions;
  readonly #notices: readonly ErrorRecord[];
  readonly #local: LocalFileSystem;
  readonly #publisher: Publisher;
  readonly #changes: DirectoryChanges;
  readonly #listings: Listings;
  readonly #measures = new Measures((location) => this.#fileSystem(location));
  readonly #permissions = new Permissions({
    fileSystem: (location) => this.#fileSystem(location),
    changed: ({ endpoint, path }) => this.#changes.note(endpoint, path),
  });
  readonly #dragOut: DragOut;
  readonly #sessions: Sessions;
  readonly #queue: TransferQueue;
  readonly #places: PlaceStore;
  readonly #server: LocalServer;
  readonly #settings: SettingsStore;
  readonly #handlers: Handlers;
  readonly #suggestedShare = join(homedir(), 'Ferry share');
  readonly #startLocations: ReturnType<typeof openStartLocations>;
  readonly #rateTimer: NodeJS.Timeout;
  #closing: Promise<void> | undefined;

  constructor(
    options: ApplicationOptions,
    timing: ApplicationTiming,
    knownServers: KnownServers,
    settings: SettingsStore,
    { places, secrets }: OpenedPlaces,
    notices: readonly ErrorRecord[],
  ) {
    this.#options = options;
    this.#settings = settings;
    this.#notices = notices;
    this.#places = places;
    const leftovers = new Leftovers(join(options.userData, 'leftovers'));
    this.#local = new LocalFileSystem({ leftovers });
    this.#publisher = new Publisher({
      sessions: () => [{ event: 'sessions.changed', payload: { sessions: this.#sessions.list() } }],
      server: () => [{ event: 'server.changed', payload: { server: this.#server.state } }],
      transfers: () => {
        const ended = this.#queue.takeEnded();
        const summary = this.#queue.summary();
        const changed = { event: 'transfers.changed', payload: { summary, running: this.#queue.running() } } as const;
        return ended.count === 0 ? [changed] : [changed, { event: 'transfers.ended', payload: ended }];
      },
      settings: () => [{ event: 'settings.changed', payload: { settings: settings.settings } }],
      places: () => [{ event: 'places.changed', payload: { places: places.list() } }],
      preflights: () => [{ event: 'preflights.changed', payload: { preflights: this.#queue.preflights() } }],
      conflicts: () => [{ event: 'conflicts.changed', payload: { conflicts: this.#queue.conflicts() } }],
    });
    this.#changes = new DirectoryChanges({
      fileSystem: (location) => this.#fileSystem(location),
      tell: (location) => this.#publisher.send({ event: 'directory.changed', payload: { location } }),
    });
    this.#listings = new Listings((payload) => this.#publisher.send({ event: 'listing.page', payload }));
    const onChange = (): void => {
      this.#publisher.changed('sessions');
      this.#changes.sessionsChanged();
    };
    this.#sessions = new Sessions({ knownServers, onChange, ...timing });
    const resolve: Resolve = (endpoint) => (endpoint === localEndpoint ? this.#local : this.#sessions.available(endpoint));
    this.#queue = new TransferQueue({
      resolve,
      onChange: () => this.#publisher.changed('transfers'),
      onConflicts: () => this.#publisher.changed('conflicts'),
      onPreflights: () => this.#publisher.changed('preflights'),
      onArrival: (endpoint, directory) => this.#changes.note(endpoint, directory),
    });
    const speedLimit = (): number | undefined => this.#queue.summary().limit;
    const staging = new Staging({ folder: join(options.userData, 'dragged'), resolve, speedLimit });
    this.#dragOut = new DragOut((location) => this.#fileSystem(location), staging);
    this.#server = new LocalServer({
      userData: options.userData,
      suggestedShare: this.#suggestedShare,
      leftovers,
      onChange: () => this.#publisher.changed('server'),
      onStopped: (server) => void this.#sessions.failAll(server, new AppError('connection-lost', 'the server was stopped')),
    });
    this.#handlers = createHandlers({
      start: () => this.#start(),
      fileSystem: (location) => this.#fileSystem(location),
      changes: this.#changes,
      changed: ({ endpoint, path }) => this.#changes.note(endpoint, path),
      dragOut: this.#dragOut,
      listings: this.#listings,
      measures: this.#measures,
      permissions: this.#permissions,
      places,
      secrets,
      offers: new LinkOffers(),
      offered: (offer) => this.#publisher.send({ event: 'session.offered', payload: { offer } }),
      sessions: this.#sessions,
      queue: this.#queue,
      server: this.#server,
      settings,
    });
    this.#applySettings();
    this.#startLocations = openStartLocations(this.#sessions, options, process.cwd());
    this.#rateTimer = setInterval(() => {
      if (this.#queue.summary().counts.running > 0) this.#publisher.changed('transfers');
    }, rateInterval);
    this.#rateTimer.unref();
  }

  changed(topic: 'settings' | 'places'): void {
    if (topic === 'settings') this.#applySettings();
    this.#publisher.changed(topic);
  }

  /** What the engine itself goes by. */
  #applySettings(): void {
    const { speedLimit, parallelTransfers } = this.#settings.settings;
    this.#queue.limit(speedLimit === 'off' ? undefined : speedLimit);
    this.#queue.parallel(parallelTransfers === 'auto' ? undefined : parallelTransfers);
  }

  async request(name: string, params: unknown): Promise<Reply<unknown>> {
    try {
      return { ok: true, value: await this.#handle(name, params) };
    } catch (error) {
      return { ok: false, error: toErrorRecord(error) };
    }
  }

  onEvent(listener: Parameters<Backend['onEvent']>[0]): () => void {
    return this.#publisher.listen(listener);
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    clearInterval(this.#rateTimer);
    this.#changes.close();
    this.#listings.cancelAll();
    this.#measures.stopAll();
    this.#permissions.stopAll();
    await Promise.all([this.#queue.close(), this.#dragOut.close()]);
    await this.#sessions.closeAll();
    await this.#server.stop();
    await this.#local.close();
    await this.#places.close();
    await writesSettled();
    this.#publisher.close();
  }

  async #handle(name: string, params: unknown): Promise<unknown> {
    if (this.#closing !== undefined) throw new AppError('cancelled', 'the application is closing');
    if (!isRequestName(name) || !Object.hasOwn(this.#handlers, name)) {
      throw new AppError('invalid-request', 'there is no such request');
    }
    const checked = requestSchemas[name].safeParse(params);
    if (!checked.success) {
      const [issue] = checked.error.issues;
      throw new AppError('invalid-request', `${name}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    }
    const handlers: Readonly<Record<string, (params: never) => unknown>> = this.#handlers;
    return await handlers[name]?.(checked.data as never);
  }

  #fileSystem({ endpoint }: Location): FileSystem {
    return endpoint === localEndpoint ? this.#local : this.#sessions.present(endpoint);
  }

  async #start(): Promise<AppStart> {
    const { version, shell, runtime, nativeMenu } = this.#options;
    const { left, right, errors } = await this.#startLocations;
    return {
      version,
      shell,
      runtime,
      platform: platformOf(process.platform),
      nativeMenu,
      home: toLocalPath(homedir()),
      trash: this.#local.features.trash ? 'entry' : shell === 'electron' ? 'shell' : undefined,
      left: this.#stillThere(left),
      right: this.#stillThere(right),
      startErrors: [...this.#notices, ...errors],
      sessions: this.#sessions.list(),
      server: this.#server.state,
      suggestedShare: this.#suggestedShare,
      summary: this.#queue.summary(),
      conflicts: this.#queue.conflicts(),
      preflights: this.#queue.preflights(),
    };
  }

  /** A page that is loaded again finds the session closed by the user gone. */
  #stillThere(location: Location | undefined): Location | undefined {
    if (location === undefined || location.endpoint === localEndpoint) return location;
    return this.#sessions.list().some((session) => session.id === location.endpoint) ? location : undefined;
  }
}

function platformOf(platform: NodeJS.Platform): AppStart['platform'] {
  return platform === 'win32' || platform === 'darwin' ? platform : 'linux';
}
