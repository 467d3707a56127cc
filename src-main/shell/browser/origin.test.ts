import { expect, test } from 'vitest';
import { isOwnRequest } from './origin.ts';

test.each([
  ['127.0.0.1:8000', undefined, true, false],
  ['localhost:8000', undefined, true, false],
  ['127.0.0.1:8000', 'http://127.0.0.1:8000', true, true],
  ['localhost:8000', 'http://localhost:8000', true, true],
  [undefined, undefined, false, false],
  ['evil.example:8000', undefined, false, false],
  ['evil.example:8000', 'http://evil.example:8000', false, false],
  ['127.0.0.1:8001', undefined, false, false],
  ['127.0.0.1', undefined, false, false],
  ['127.0.0.1:8000.evil.example', undefined, false, false],
  ['127.0.0.1:8000', 'http://evil.example', false, false],
  ['127.0.0.1:8000', 'http://127.0.0.1:8001', false, false],
  ['127.0.0.1:8000', 'https://127.0.0.1:8000', false, false],
  ['127.0.0.1:8000', 'http://localhost:8000', false, false],
  ['127.0.0.1:8000', 'null', false, false],
])('Host %s, Origin %s: a file %s, a socket %s', (host, origin, file, socket) => {
  expect(isOwnRequest({ headers: { host, origin } }, 8000, false)).toBe(file);
  expect(isOwnRequest({ headers: { host, origin } }, 8000, true)).toBe(socket);
});

test('a browser leaves port 80 out', () => {
  expect(isOwnRequest({ headers: { host: '127.0.0.1', origin: 'http://127.0.0.1' } }, 80, true)).toBe(true);
});
