import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { AppError, errorCodes } from '../../src-shared/errors.ts';
import { ByteWriter } from './bytes.ts';
import { limits } from './limits.ts';
import { encodeError } from './native/errorMessage.ts';
import { featureBits } from './native/features.ts';
import { exporterLabel, protocolName } from './native/hello.ts';
import { nameBits } from './native/nameBits.ts';
import { opcodes, payloadLimit } from './native/opcodes.ts';
import { recordKinds } from './native/records.ts';

/** The numbers in docs/protocol.md are those of the program. */

const text = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8');

/** The cells of the table whose heading begins so, without the heading. */
function table(heading: string): string[][] {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => line.startsWith(heading));
  expect(start, heading).toBeGreaterThan(0);
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1, -1),
  );
}

/** OPEN_READ_LANE as openReadLane. */
function camel(name: string): string {
  return name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

const number = (cell = ''): number => Number(cell.replaceAll(',', ''));

it('every kind of frame, with its number and its largest payload', () => {
  const rows = table('| kind | number | sent by');
  expect(Object.fromEntries(rows.map(([name = '', value]) => [camel(name), Number(value)]))).toEqual(opcodes);
  for (const [name = '', value, , most = ''] of rows) {
    if (['WELCOME', 'GOODBYE'].includes(name)) continue;
    expect(number(most), name).toBe(payloadLimit(Number(value)));
  }
});

it('every kind of record', () => {
  const rows = table('| record | number |');
  expect(Object.fromEntries(rows.map(([name = '', value]) => [camel(name), Number(value)]))).toEqual(recordKinds);
});

it('every error code that is sent', () => {
  const sent = errorCodes.filter((code) => code !== 'identity-unknown');
  const numbers = sent.map((code) => [code, encodeError(new AppError(code, ''))[0]]);
  expect(Object.fromEntries(table('| code | number |').map(([code, value]) => [code, Number(value)]))).toEqual(
    Object.fromEntries(numbers),
  );
});

it('every limit', () => {
  expect(Object.fromEntries(table('| limit | value |').map(([name, value]) => [name, number(value)]))).toEqual(limits);
});

it('every feature', () => {
  const features = table('| feature | bit |').map(([name = '', bit = '']) => [name, Number(bit)]);
  expect(Object.fromEntries(features)).toEqual(featureBits);
});

it('every rule for names', () => {
  const rules = table('| rule | bit |').map(([name = '', bit = '']) => [name, Number(bit)]);
  expect(Object.fromEntries(rules)).toEqual(nameBits);
});

it('every request', () => {
  const requests = table('| request | payload | pages').map(([name = '']) => camel(name));
  const others = [
    'hello',
    'welcome',
    'goodbye',
    'openReadLane',
    'openWriteLane',
    'joinLane',
    'cancel',
    'records',
    'content',
    'window',
    'page',
    'done',
    'error',
  ];
  expect([...requests, ...others].sort()).toEqual(Object.keys(opcodes).sort());
});

it('the names that are part of the protocol', () => {
  for (const name of [protocolName, exporterLabel]) expect(text).toContain(`\`${name}\``);
  expect(new ByteWriter().text('Ferr').finish().subarray(2).toString('hex')).toBe('46657272');
});
