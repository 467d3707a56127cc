import { toErrorRecord } from '../../src-shared/errors.ts';
import type { Settings } from '../../src-shared/model/settings.ts';
import { request } from '../bridge/bridge.ts';
import { errorSentence } from '../text/errorSentence.ts';
import { languageFor } from '../text/text.ts';
import { arrangeListing } from './arranging.ts';
import { paneSides } from './state.ts';
import { announce, currentWords, getState, setState, touchPane } from './store.ts';

/** Takes over settings: the language, the theme and what the panes show follow at once. */
export function applySettings(settings: Settings): void {
  const { showHidden } = getState();
  const language = settings.language === 'system' ? languageFor(navigator.language) : settings.language;
  setState({ settings, language, showHidden: settings.showHidden });
  if (settings.theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = settings.theme;
  if (settings.showHidden !== showHidden) rearrange();
}

/** Holds at once; the main side keeps it. */
export function saveSettings(change: Partial<Settings>): void {
  applySettings({ ...getState().settings, ...change });
  const settingProblems = getState().settingProblems.filter((name) => !Object.hasOwn(change, name));
  setState({ settingProblems });
  request('settings.set', { change }).catch((error: unknown) => {
    announce(errorSentence(currentWords(), toErrorRecord(error)), true);
  });
}

/** @throws AppError */
export async function loadSettings(): Promise<void> {
  const { settings, problems } = await request('settings.get', {});
  setState({ settingProblems: problems });
  applySettings(settings);
}

function rearrange(): void {
  for (const side of paneSides) {
    const pane = getState().panes[side];
    const { listing, selection } = pane;
    arrangeListing(listing, pane);
    if (listing.rowOf(selection.focus) < 0) selection.moveFocus(listing.at(0));
    touchPane(side);
  }
}
