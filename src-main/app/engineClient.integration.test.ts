import { describe, expect, onTestFinished, test } from 'vitest';
import type { AppError } from '../../src-shared/errors.ts';
import type { EventMessage } from '../../src-shared/ipc/contract.ts';
import type { ApplicationOptions, Backend } from './backend.ts';
import { startEngine } from './engineClient.ts';

const worker = new URL('./engine.testing.ts', import.meta.url);
const options: ApplicationOptions = {
  userData: '/nowhere',
  version: '0',
  shell: 'browser',
  runtime: 'Node',
  nativeMenu: false,
};

async function start(changes: Partial<ApplicationOptions> = {}): Promise<{ engine: Backend; exits: AppError[] }> {
  const exits: AppError[] = [];
  const engine = await startEngine({ ...options, ...changes }, worker, (error) => exits.push(error), 1000);
  onTestFinished(() => engine.close());
  return { engine, exits };
}

describe('the engine in a thread', () => {
  test('gets its options, and answers by number whatever the order', async () => {
    const { engine } = await start({ right: 'ferry://x' });
    const never = engine.request('never', {});
    const replies = await Promise.all(['a', { size: Number.NaN }].map((value) => engine.request('echo', value)));
    expect(replies).toEqual([
      { ok: true, value: 'a' },
      { ok: true, value: { size: Number.NaN } },
    ]);
    expect(await engine.request('options', undefined)).toEqual({ ok: true, value: { ...options, right: 'ferry://x' } });
    await engine.close();
    expect(await never).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('passes events on until the listener is gone', async () => {
    const { engine } = await start();
    const seen: EventMessage[] = [];
    const stop = engine.onEvent((message) => seen.push(message));
    await engine.request('event', 'one');
    stop();
    await engine.request('event', 'two');
    expect(seen).toEqual([{ event: 'command.run', payload: { command: 'one' } }]);
  });

  test('encrypts with what the shell lends it', async () => {
    const asked: string[] = [];
    const cipher = {
      encrypt: async (text: string) => (asked.push(text), Buffer.from(text).toString('base64')),
      decrypt: async (sealed: string) => (asked.push(sealed), Buffer.from(sealed, 'base64').toString()),
    };
    const engine = await startEngine(options, worker, () => undefined, 1000, cipher);
    onTestFinished(() => engine.close());
    expect(await engine.request('options', undefined)).toEqual({ ok: true, value: { ...options, systemCipher: true } });
    expect(await engine.request('seal', 'a')).toEqual({ ok: true, value: 'a' });
    expect(asked).toEqual(['a', 'YQ==']);
    const { engine: without } = await start();
    expect(await without.request('seal', 'a')).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  test('refuses what is not plain data, both ways', async () => {
    const { engine } = await start();
    expect(await engine.request('echo', () => {})).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(await engine.request('unclonable', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  });

  test.each(['throw', 'exit'])('says it when the thread dies (%s): open and later requests fail', async (death) => {
    const { engine, exits } = await start();
    const open = engine.request('never', {});
    expect(await engine.request(death, {})).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(await open).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(await engine.request('echo', 1)).toMatchObject({ ok: false, error: { code: 'internal' } });
    expect(exits).toHaveLength(1);
    expect(exits[0]?.message).toContain('the engine stopped');
  });

  test('an application that can not be built rejects with its reason', async () => {
    await expect(start({ left: 'unbuildable' })).rejects.toMatchObject({ code: 'permission-denied', path: '/nowhere' });
  });

  test('a worker file that is not there rejects', async () => {
    const missing = new URL('./nothing.ts', import.meta.url);
    await expect(startEngine(options, missing, () => {})).rejects.toMatchObject({ code: 'internal' });
  });

  test('closing is no accident, ends once, and is bounded', async () => {
    const { engine, exits } = await start({ left: 'slow to close' });
    await Promise.all([engine.close(), engine.close()]);
    expect(exits).toEqual([]);
    expect(await engine.request('echo', 1)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });
});
