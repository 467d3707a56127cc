import type { SettingSection } from '../rows.tsx';
import { appearance } from './appearance.ts';
import { keyboard } from './keyboard.tsx';
import { transfers } from './transfers.ts';

/** Every section of the Settings dialog, in its order. */
export const sections: readonly SettingSection[] = [appearance, transfers, keyboard];
