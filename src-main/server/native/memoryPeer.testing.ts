import { Buffer } from 'node:buffer';
import { type Duplex, duplexPair } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import type { FileSystem } from '../../filesystem/fileSystem.ts';
import { authenticationProof } from '../../filesystem/native/greeting.ts';
import { Attempts } from '../attempts.ts';
import { JoinableLanes } from './joinableLanes.ts';
import { NativePeer } from './peer.ts';
import { frame, op, u16, u32, u8 } from './rawPeer.testing.ts';

const exported = Buffer.alloc(32, 1);
const token = 'token';

/** The hello that a peer of servePair accepts. */
export const helloFrame = frame(op.hello, 0, Buffer.from('Ferr'), u16(1), u32(0), u8(1), authenticationProof(token, exported));

/** A server's side of a connection with nothing below it: no TLS that would catch a damaged byte, no network that takes its time. */
export function servePair(fileSystem: FileSystem): { client: Duplex; closed: Promise<void> } {
  const [client, server] = duplexPair();
  const socket = Object.assign(server, {
    setNoDelay: () => {},
    remoteAddress: 'memory',
    exportKeyingMaterial: () => exported,
  }) as unknown as TLSSocket;
  client.on('error', () => {});
  client.resume();
  const peer = new NativePeer({
    socket,
    fileSystem,
    token,
    attempts: new Attempts(),
    joinable: new JoinableLanes(),
    helloBefore: performance.now() + 10_000,
    roundTrip: 0,
    authenticated: () => {},
    activity: () => {},
  });
  // As a TLS socket: when one side is gone the other one ends.
  client.once('close', () => server.destroy());
  return { client, closed: peer.closed };
}
