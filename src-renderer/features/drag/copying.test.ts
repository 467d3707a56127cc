import { beforeEach, expect, it } from 'vitest';
import { mostLocations } from '../../../src-shared/ipc/contract.ts';
import { installBridge } from '../../bridge/bridge.ts';
import { initialState } from '../../store/state.ts';
import { getState, setState } from '../../store/store.ts';
import { createMemoryBridge } from '../../testing/memoryBridge.ts';
import { copyEntries } from './copying.ts';

beforeEach(() => setState(initialState(), true));

it('copies so many entries as a request may name, and says when there are more', async () => {
  const memory = createMemoryBridge({});
  installBridge(memory.bridge);
  const from = Array.from({ length: mostLocations }, () => ({ endpoint: 'local', path: '/from/a' }));
  const to = { endpoint: 'local', path: '/to' };
  expect(await copyEntries({ from, folders: new Set() }, to, 'right')).toBe(true);
  expect(getState().panes.right.notice).toBeUndefined();
  from.push({ endpoint: 'local', path: '/from/b' });
  expect(await copyEntries({ from, folders: new Set() }, to, 'right')).toBe(false);
  expect(getState().panes.right.notice?.text).toContain('No more than 500,000 items');
  expect(memory.asked).toHaveLength(1);
});
