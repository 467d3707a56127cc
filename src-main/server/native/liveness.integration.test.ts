import { Buffer } from 'node:buffer';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { limits } from '../../protocol/limits.ts';
import { counted, frame, op, RawPeer, rec } from './rawPeer.testing.ts';
import { serveTestShare, type TestShare } from './testShare.testing.ts';

/** What a client hears that sends for minutes over a slow link. Only the clock of the server is not real. */

let share: TestShare;
let peer: RawPeer;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  share = await serveTestShare();
  peer = await RawPeer.connect({ port: share.server.port, token: share.token });
});

afterEach(async () => {
  await share.stop();
  vi.useRealTimers();
});

/** Everything that was sent so far has come. */
async function arrived(): Promise<void> {
  expect(await peer.ask(op.stat, counted('/'))).toBe('done');
}

/** Resolves when the server has it. */
async function sendPart(part: Buffer): Promise<void> {
  const before = received();
  peer.send(part);
  await vi.waitFor(() => expect(received()).toBe(before + part.length));
}

function received(): number {
  return share.server.peers()[0]?.received ?? 0;
}

function windows(): { readonly id: number; readonly bytes: number }[] {
  return peer.frames
    .filter(({ opcode }) => opcode === op.window)
    .map(({ id, payload }) => ({ id, bytes: payload.readUInt32BE() }));
}

it('a client of which a frame comes for long hears something every 15 s, at no cost', async () => {
  const lane = peer.openLane();
  const whole = frame(op.records, lane, rec.whole(1, Buffer.from('slow'), rec.target('/slow')));
  await arrived();
  vi.advanceTimersByTime(limits.silence / 4);
  expect(windows()).toEqual([]);

  const half = whole.length / 2;
  await sendPart(whole.subarray(0, half));
  vi.advanceTimersByTime(limits.silence / 4);
  await vi.waitFor(() => expect(windows()).toEqual([{ id: lane, bytes: 0 }]));
  vi.advanceTimersByTime(limits.silence / 4);
  await sendPart(whole.subarray(half));
  expect((await peer.outcome(1)).end).toBe('committed');
  expect(windows()).toHaveLength(1);
});

it('a client that waits for nothing hears nothing', async () => {
  await arrived();
  await sendPart(frame(op.stat, peer.nextId(), counted('/')).subarray(0, 5));
  const before = peer.received;
  vi.advanceTimersByTime(limits.silence / 4);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(peer.received).toBe(before);
});
