import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { EventMessage, EventName, Events, Params, RequestName, Result } from '../../src-shared/ipc/contract.ts';
import { type AppError, fromErrorRecord } from '../../src-shared/errors.ts';
import { localEndpoint, type Location } from '../../src-shared/model/location.ts';
import { toLocalPath } from '../filesystem/local/platformPath.ts';
import { createApplication } from './application.ts';
import type { SystemCipher } from '../sessions/secrets.ts';
import type { ApplicationOptions, Backend } from './backend.ts';

/** An application on real folders, with typed requests and its events written down. */
export class TestApplication {
  readonly backend: Backend;
  readonly events: EventMessage[] = [];

  constructor(backend: Backend) {
    this.backend = backend;
    backend.onEvent((message) => this.events.push(message));
  }

  /** @throws the AppError of the reply */
  async request<K extends RequestName>(name: K, params: Params<K>): Promise<Result<K>> {
    const reply = await this.backend.request(name, params);
    if (!reply.ok) throw fromErrorRecord(reply.error);
    return reply.value as Result<K>;
  }

  async refused<K extends RequestName>(name: K, params: Params<K>): Promise<AppError> {
    const reply = await this.backend.request(name, params);
    if (reply.ok) throw new Error(`${name} was not refused`);
    return fromErrorRecord(reply.error);
  }

  payloads<K extends EventName>(name: K): Events[K][] {
    return this.events.flatMap((message) => (message.event === name ? [message.payload as Events[K]] : []));
  }

  /** Resolves when nothing is queued or running. */
  async transfersEnd(): Promise<Events['transfers.changed']['summary']> {
    for (;;) {
      const summary = (await this.request('app.start', {})).summary;
      if (!summary.planning && summary.counts.queued + summary.counts.running === 0) return summary;
      await new Promise((resolve) => {
        setTimeout(resolve, 20);
      });
    }
  }
}

export interface Room {
  readonly path: string;
  readonly left: string;
  readonly share: string;
  readonly userData: string;
  readonly start: (options?: Partial<ApplicationOptions>, cipher?: SystemCipher) => Promise<TestApplication>;
}

/** Folders that go away with the test, and applications that close before. */
export async function makeRoom(): Promise<Room> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-app-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  const room = { path, left: join(path, 'left'), share: join(path, 'share'), userData: join(path, 'user data') };
  await mkdir(room.left);
  await mkdir(room.share);
  return {
    ...room,
    async start(options = {}, cipher) {
      const backend = await createApplication(
        { userData: room.userData, version: '0.0.0', shell: 'browser', runtime: 'test', nativeMenu: false, ...options },
        { reconnectDelays: [50, 100, 200] },
        cipher,
      );
      onTestFinished(() => backend.close());
      return new TestApplication(backend);
    },
  };
}

export function local(path: string): Location {
  return { endpoint: localEndpoint, path: toLocalPath(path) };
}
