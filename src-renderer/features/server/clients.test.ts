import { expect, it } from 'vitest';
import { clientsOf } from './clients.ts';

it('adds up the connections of one client', () => {
  const base = { protocol: 'native', connectedAt: 0 } as const;
  const peers = [
    { ...base, id: 1, address: '127.0.0.1:5000', received: 10, sent: 1 },
    { ...base, id: 2, address: '127.0.0.1:5001', received: 5, sent: 2, activity: '/photos/a.jpg' },
    { ...base, id: 3, address: '::1:7000', received: 1, sent: 0 },
  ];
  expect(clientsOf(peers)).toEqual([
    { address: '127.0.0.1', received: 15, sent: 3, activities: ['/photos/a.jpg'] },
    { address: '::1', received: 1, sent: 0, activities: [] },
  ]);
});
