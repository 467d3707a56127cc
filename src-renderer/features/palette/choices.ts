import { type Command, commands, menuTitles } from '../../../src-shared/commands.ts';
import { isEnabled, presentConditions } from '../../commands/conditions.ts';
import { fold } from '../../listing/naturalOrder.ts';
import { placeChoices, type PlaceGroup } from '../places/placeChoices.ts';
import type { PaneSide, State } from '../../store/state.ts';

/** Something the palette offers. */
export interface Choice {
  readonly id: string;
  readonly kind: 'command' | 'place';
  readonly title: string;
  /** Where it belongs: a menu, or an endpoint. */
  readonly note: string;
  readonly command?: Command;
  /** Of a place: what kind, and how a pane goes there. */
  readonly group?: PlaceGroup;
  readonly go?: (side: PaneSide) => void;
  /** What is searched. */
  readonly folded: string;
}

/** Every command that could be run now, then the places to go. */
export function paletteChoices(state: State): readonly Choice[] {
  const holds = presentConditions(state);
  const offered = (commands as readonly Command[])
    .filter((command) => command.id !== 'view.palette' && isEnabled(command, holds))
    .map((command): Choice => {
      const title = command.title[state.language];
      const note = command.menu === undefined ? '' : menuTitles[command.menu.name][state.language];
      return { id: command.id, kind: 'command', title, note, command, folded: fold(`${title} ${note} ${command.title.en}`) };
    });
  return [
    ...offered,
    ...placeChoices(state).map(
      ({ id, group, title, note, folded, go }): Choice => ({ id, kind: 'place', group, title, note, folded, go }),
    ),
  ];
}

/** The choices that hold every typed word; those that begin with what was typed come first. */
export function searchChoices(choices: readonly Choice[], typed: string): readonly Choice[] {
  const words = fold(typed.trim()).split(/\s+/);
  const fitting = choices.filter((choice) => words.every((word) => choice.folded.includes(word)));
  const begins = fitting.filter((choice) => choice.folded.startsWith(words[0] ?? ''));
  return [...begins, ...fitting.filter((choice) => !begins.includes(choice))];
}
