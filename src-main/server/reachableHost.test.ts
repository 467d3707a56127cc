import type { NetworkInterfaceInfo } from 'node:os';
import { expect, it } from 'vitest';
import { reachableHost } from './server.ts';

function at(address: string, family: 'IPv4' | 'IPv6', internal = false): NetworkInterfaceInfo {
  const common = { address, netmask: '', mac: '', cidr: null, internal };
  return family === 'IPv4' ? { ...common, family } : { ...common, family, scopeid: 0 };
}

it('puts an address into the link that another computer can use', () => {
  const loopback = [at('127.0.0.1', 'IPv4', true), at('::1', 'IPv6', true)];
  expect(reachableHost('192.168.1.5', { lo: loopback })).toBe('192.168.1.5');
  expect(reachableHost('0.0.0.0', { lo: loopback, eth: [at('fe80::1', 'IPv6'), at('192.168.1.7', 'IPv4')] })).toBe('192.168.1.7');
  expect(reachableHost('::', { lo: loopback, eth: [at('fe80::1', 'IPv6'), at('2001:db8::1', 'IPv6')] })).toBe('2001:db8::1');
  expect(reachableHost('0.0.0.0', { lo: loopback })).toBe('127.0.0.1');
});
