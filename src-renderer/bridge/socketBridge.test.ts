import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type EventMessage, longestRequest } from '../../src-shared/ipc/contract.ts';
import type { LinkState } from './linkState.ts';
import { createSocketBridge } from './socketBridge.ts';

/** The browser's WebSocket, with the other end in the test's hands. */
class TestSocket extends EventTarget {
  static readonly opened: TestSocket[] = [];
  readonly sent: unknown[] = [];

  constructor() {
    super();
    TestSocket.opened.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  say(message: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(message) }));
  }

  open(): void {
    this.dispatchEvent(new Event('open'));
  }

  close(code: number): void {
    this.dispatchEvent(new CloseEvent('close', { code }));
  }
}

function last(): TestSocket {
  const socket = TestSocket.opened.at(-1);
  if (socket === undefined) throw new Error('no socket was opened');
  return socket;
}

function make(token: string | undefined) {
  const states: LinkState[] = [];
  const events: EventMessage[] = [];
  const bridge = createSocketBridge({
    url: 'ws://x/socket',
    token,
    storage: sessionStorage,
    onState: (state) => states.push(state),
  });
  bridge.onEvent((message) => events.push(message));
  return { bridge, states, events };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', TestSocket);
  TestSocket.opened.length = 0;
  sessionStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the WebSocket bridge', () => {
  it('signs in with the token, and sends what was asked before that only then', async () => {
    const { bridge, states } = make('one-time');
    const reply = bridge.request('server.stop', {});
    last().open();
    expect(last().sent).toEqual([{ hello: { token: 'one-time' } }]);
    last().say({ welcome: { session: 's' } });
    expect(states).toEqual(['open']);
    expect(last().sent[1]).toEqual({ id: 1, name: 'server.stop', params: {} });
    last().say({ id: 1, reply: { ok: true, value: {} } });
    expect(await reply).toEqual({ ok: true, value: {} });
  });

  it('hands events on, with null for an unknown date read as NaN', () => {
    const { events } = make('t');
    const payload = { conflicts: [{ name: 'modified', modified: null }] };
    last().say({ event: 'conflicts.changed', payload });
    expect(events).toEqual([
      { event: 'conflicts.changed', payload: { conflicts: [{ name: 'modified', modified: Number.NaN }] } },
    ]);
  });

  it('comes back with its session, more slowly each time, and fails what was under way', async () => {
    const { bridge, states } = make('t');
    last().open();
    last().say({ welcome: { session: 'kept' } });
    const lost = bridge.request('server.stop', {});
    last().close(1006);
    expect(await lost).toMatchObject({ ok: false, error: { code: 'connection-lost' } });
    vi.advanceTimersByTime(250);
    expect(TestSocket.opened).toHaveLength(2);
    last().open();
    expect(last().sent).toEqual([{ hello: { session: 'kept' } }]);
    last().close(1006);
    vi.advanceTimersByTime(250);
    expect(TestSocket.opened).toHaveLength(2);
    vi.advanceTimersByTime(250);
    expect(TestSocket.opened).toHaveLength(3);
    last().open();
    last().say({ welcome: { session: 'kept' } });
    expect(states).toEqual(['open', 'lost', 'lost', 'open']);
  });

  it('refuses by itself what is longer than a message may be, and stays connected', async () => {
    const { bridge, states } = make('t');
    last().open();
    last().say({ welcome: { session: 's' } });
    const params = { folder: 'x'.repeat(longestRequest), host: '', port: 0, readOnly: false, classic: false };
    expect(await bridge.request('server.start', params)).toMatchObject({ ok: false, error: { code: 'invalid-request' } });
    expect(last().sent).toEqual([{ hello: { token: 't' } }]);
    expect(states).toEqual(['open']);
  });

  it('does not try again when it is refused', async () => {
    const { bridge, states } = make('old');
    last().close(4401);
    vi.advanceTimersByTime(60_000);
    expect(states).toEqual(['refused']);
    expect(TestSocket.opened).toHaveLength(1);
    expect(await bridge.request('server.stop', {})).toMatchObject({ ok: false });
  });

  it('opens nothing without a token or a session', () => {
    expect(make(undefined).states).toEqual(['refused']);
    expect(TestSocket.opened).toHaveLength(0);
  });
});
