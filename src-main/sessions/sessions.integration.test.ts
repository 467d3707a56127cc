import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../../src-shared/errors.ts';
import type { Endpoint } from '../../src-shared/model/location.ts';
import type { Session } from '../../src-shared/model/session.ts';
import { type Identity, loadIdentity } from '../server/identity.ts';
import { type RunningServer, startServer } from '../server/server.ts';
import { JsonFile } from '../storage/jsonFile.ts';
import { KnownServers, knownServersSchema, noKnownServers } from './knownServers.ts';
import { Sessions } from './sessions.ts';

const token = 'a-token-of-some-length';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ferry-sessions-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

describe('sessions', () => {
  let identity: Identity;
  let other: Identity;
  beforeAll(async () => {
    const path = await mkdtemp(join(tmpdir(), 'ferry-identities-'));
    identity = await loadIdentity(join(path, 'one'));
    other = await loadIdentity(join(path, 'two'));
    await rm(path, { recursive: true });
  });

  async function serve(share: string, port = 0, who = identity): Promise<RunningServer> {
    const options = { folder: share, host: '127.0.0.1', port, readOnly: false, classic: false };
    const server = await startServer({ ...options, identity: who, token });
    onTestFinished(() => server.stop());
    return server;
  }

  async function open(known?: string): Promise<{ sessions: Sessions; states: string[]; file: string }> {
    const file = join(await folder(), 'known-servers.json');
    if (known !== undefined) await writeFile(file, known);
    const { servers: knownServers } = await KnownServers.load(new JsonFile(file, knownServersSchema, noKnownServers));
    const states: string[] = [];
    const sessions: Sessions = new Sessions({
      knownServers,
      reconnectDelays: [20, 50, 100, 200],
      onChange: () =>
        states.push(
          sessions
            .list()
            .map((session) => session.state)
            .join(' '),
        ),
    });
    onTestFinished(() => sessions.closeAll());
    return { sessions, states, file };
  }

  function endpointOf(server: RunningServer, pin?: string): Endpoint {
    return { kind: 'native', host: '127.0.0.1', port: server.port, pin };
  }

  async function failure(operation: Promise<unknown>): Promise<AppError> {
    const result = await operation.catch((error: unknown) => error);
    if (!(result instanceof AppError)) throw new Error('it did not fail');
    return result;
  }

  it('remembers the identity of a link, and takes the link’s for the true one', async () => {
    const server = await serve(await folder());
    const { sessions, file } = await open();
    const session = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    expect(session).toMatchObject({
      label: `127.0.0.1:${server.port}`,
      state: 'open',
      encrypted: true,
      features: { directories: true, resume: true, writable: true },
    });
    const document = await readFile(file, 'utf8');
    expect(JSON.parse(document)).toEqual({ version: 1, servers: { [`127.0.0.1:${server.port}`]: server.pin } });
    expect(document).not.toContain(token);
    const wrong = await failure(sessions.open({ endpoint: endpointOf(server, other.pin), token: 'x' }));
    expect(wrong).toMatchObject({ code: 'identity-changed', pin: server.pin, expectedPin: other.pin });
  });

  it('is one session for one server and key', async () => {
    const server = await serve(await folder());
    const { sessions } = await open();
    const first = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    const second = await sessions.open({ endpoint: endpointOf(server), token });
    expect(second.id).toBe(first.id);
    expect(sessions.list()).toHaveLength(1);
    await sessions.close(first.id);
    expect(sessions.list()).toEqual([]);
    expect(await sessions.available(first.id)).toBeUndefined();
    expect((await failure(sessions.close(first.id))).code).toBe('connection-lost');
  });

  it('is one session when two panes ask at the same time', async () => {
    const server = await serve(await folder());
    const { sessions } = await open();
    const asked = [0, 1, 2].map(() => sessions.open({ endpoint: endpointOf(server, server.pin), token }));
    const [first, ...others] = await Promise.all(asked);
    expect(others.map(({ id }) => id)).toEqual([first?.id, first?.id]);
    expect(sessions.list()).toHaveLength(1);
    expect((await sessions.present(first?.id ?? '').stat('/')).kind).toBe('directory');
    await expect.poll(() => server.peers().length).toBe(1);
  });

  it('fails with its own server, and not with another of the same identity', async () => {
    const [gone, stays] = [await serve(await folder()), await serve(await folder())];
    const { sessions } = await open();
    const ids: string[] = [];
    for (const server of [gone, stays]) ids.push((await sessions.open({ endpoint: endpointOf(server, server.pin), token })).id);
    await sessions.failAll(gone, new AppError('connection-lost', 'the server was stopped'));
    expect(sessions.list().map(({ id, state }) => [id, state])).toEqual([
      [ids[0], 'closed'],
      [ids[1], 'open'],
    ]);
  });

  it('comes back by itself with another connection, and keeps its number', async () => {
    const share = await folder();
    const server = await serve(share);
    const { sessions, states } = await open();
    const { id } = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    const { port } = server;
    await server.stop();
    await expect.poll(() => states.at(-1)).toBe('reconnecting');
    expect(() => sessions.present(id)).toThrow(AppError);
    const waiting = sessions.available(id);
    await serve(share, port);
    expect((await (await waiting)?.stat('/'))?.kind).toBe('directory');
    expect(sessions.list()).toMatchObject([{ id, state: 'open' }]);
    expect((await sessions.present(id).stat('/')).kind).toBe('directory');
  });

  it('closes with the reason when it can not come back, and can be asked again', async () => {
    const share = await folder();
    const server = await serve(share);
    const { sessions, states } = await open();
    const { id } = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    const { port } = server;
    await server.stop();
    expect((await failure(sessions.available(id))).code).toMatch(/connection-lost|unreachable/);
    await expect.poll(() => states.at(-1)).toBe('closed');
    const [closed] = sessions.list();
    expect(closed?.reason).toBeTruthy();
    expect((await failure(sessions.reconnect(id))).code).toBe('unreachable');
    await serve(share, port);
    expect((await sessions.reconnect(id)).state).toBe('open');
  });

  it('does not come back to another identity', async () => {
    const share = await folder();
    const server = await serve(share);
    const { sessions, states } = await open();
    const { id } = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    const { port } = server;
    await server.stop();
    await serve(share, port, other);
    const error = await failure(sessions.reconnect(id));
    expect(error).toMatchObject({ code: 'identity-changed', pin: other.pin, expectedPin: identity.pin });
    expect(states.at(-1)).toBe('closed');
  });

  it('closing ends the attempts to come back', async () => {
    const server = await serve(await folder());
    const { sessions, states } = await open();
    const { id } = await sessions.open({ endpoint: endpointOf(server, server.pin), token });
    await server.stop();
    await expect.poll(() => states.at(-1)).toBe('reconnecting');
    const waiting = failure(sessions.available(id));
    await sessions.close(id);
    expect((await waiting).code).toBe('cancelled');
    expect(sessions.list()).toEqual([] satisfies Session[]);
  });

  it.each(['', '{"version":1}', '{"version":2,"servers":{}}', '{"version":1,"servers":{"127.0.0.1:1":"short"}}'])(
    'nobody is known from a damaged file: %j',
    async (known) => {
      const server = await serve(await folder());
      const { sessions } = await open(known);
      expect(await failure(sessions.open({ endpoint: endpointOf(server), token }))).toMatchObject({
        code: 'identity-unknown',
        pin: server.pin,
      });
    },
  );
});
