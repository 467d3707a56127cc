import { homedir } from 'node:os';
import { expect, test } from 'vitest';
import { defaultUserData } from './userData.ts';

test('the user-data folder is where each system keeps such things', () => {
  expect(defaultUserData('linux', {})).toBe(`${homedir()}/.config/ferry`);
  expect(defaultUserData('linux', { XDG_CONFIG_HOME: '/elsewhere' })).toBe('/elsewhere/ferry');
  expect(defaultUserData('linux', { XDG_CONFIG_HOME: 'relative' })).toBe(`${homedir()}/.config/ferry`);
  expect(defaultUserData('darwin', {})).toBe(`${homedir()}/Library/Application Support/Ferry`);
  expect(defaultUserData('win32', { APPDATA: '/roaming' })).toBe('/roaming/Ferry');
});
