import { type Command, commands, menuTitles } from '../../../src-shared/commands.ts';
import { type Location, localEndpoint } from '../../../src-shared/model/location.ts';
import { isEnabled, presentConditions } from '../../commands/conditions.ts';
import { fold } from '../../listing/naturalOrder.ts';
import { homeLocation } from '../pane/places.ts';
import type { State } from '../../store/state.ts';
import { wordsFor } from '../../text/text.ts';
import { visibleName } from '../../text/visibleName.ts';

/** Something the palette offers. */
export interface Choice {
  readonly id: string;
  readonly kind: 'command' | 'place';
  readonly title: string;
  /** Where it belongs: a menu, or an endpoint. */
  readonly note: string;
  readonly command?: Command;
  readonly place?: Location;
  /** What is searched. */
  readonly folded: string;
}

/** Every command that could be run now, then the places to go: homes, connections, recent folders. */
export function paletteChoices(state: State): readonly Choice[] {
  const { text } = wordsFor(state.language);
  const holds = presentConditions(state);
  const offered = (commands as readonly Command[])
    .filter((command) => command.id !== 'view.palette' && isEnabled(command, holds))
    .map((command): Choice => {
      const title = command.title[state.language];
      const note = command.menu === undefined ? '' : menuTitles[command.menu.name][state.language];
      return { id: command.id, kind: 'command', title, note, command, folded: fold(`${title} ${note} ${command.title.en}`) };
    });
  const labelOf = (endpoint: string): string =>
    endpoint === localEndpoint
      ? text.pane.thisComputer
      : (state.sessions.find((session) => session.id === endpoint)?.label ?? '');
  const open = state.sessions.filter((session) => session.state === 'open').map(({ id }) => id);
  const places = [homeLocation(localEndpoint), ...open.map((endpoint) => homeLocation(endpoint)), ...state.recent];
  const seen = new Set<string>();
  const reachable = places.filter(({ endpoint, path }) => {
    const key = `${endpoint}\n${path}`;
    const fits = (endpoint === localEndpoint || open.includes(endpoint)) && !seen.has(key);
    seen.add(key);
    return fits;
  });
  return [
    ...offered,
    ...reachable.map((place): Choice => {
      const title = visibleName(place.path);
      const note = labelOf(place.endpoint);
      return { id: `${place.endpoint}\n${place.path}`, kind: 'place', title, note, place, folded: fold(`${title} ${note}`) };
    }),
  ];
}

/** The choices that hold every typed word; those that begin with what was typed come first. */
export function searchChoices(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = fold(typed.trim()).split(/\s+/);
  const fitting = choices.filter((choice) => words.every((word) => choice.folded.includes(word)));
  const begins = fitting.filter((choice) => choice.folded.startsWith(words[0] ?? ''));
  return [...begins, ...fitting.filter((choice) => !begins.includes(choice))];
}
