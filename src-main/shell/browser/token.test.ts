import { describe, expect, test } from 'vitest';
import { Admission } from './token.ts';

describe('who is let in', () => {
  test('the token is long, works once, and another takes its place', () => {
    let used = 0;
    const admission = new Admission(() => used++);
    const first = admission.token;
    expect(Buffer.from(first, 'base64url')).toHaveLength(32);
    const session = admission.admit({ token: first });
    expect(session).toMatch(/^[\w-]{43}$/);
    expect(used).toBe(1);
    expect(admission.token).not.toBe(first);
    expect(admission.admit({ token: first })).toBeUndefined();
    expect(admission.admit({ token: admission.token })).not.toBe(session);
  });

  test('a session key lets the same page in again; a token is no session key', () => {
    const admission = new Admission(() => {});
    const session = admission.admit({ token: admission.token }) ?? '';
    expect(admission.admit({ session })).toBe(session);
    expect(admission.admit({ session })).toBe(session);
    expect(admission.admit({ session: admission.token })).toBeUndefined();
    expect(admission.admit({ token: session })).toBeUndefined();
  });

  test.each(['', 'x', 'A'.repeat(43), 'ü'])('wrong secrets stay outside (%s)', (secret) => {
    const admission = new Admission(() => {});
    expect(admission.admit({ token: secret })).toBeUndefined();
    expect(admission.admit({ session: secret })).toBeUndefined();
  });

  test('the oldest session is forgotten beyond a hundred', () => {
    const admission = new Admission(() => {});
    const sessions = Array.from({ length: 101 }, () => admission.admit({ token: admission.token }) ?? '');
    expect(admission.admit({ session: sessions[0] ?? '' })).toBeUndefined();
    expect(admission.admit({ session: sessions[1] ?? '' })).toBe(sessions[1]);
  });
});
