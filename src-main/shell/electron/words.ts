import { app } from 'electron';
import type { Language, Text } from '../../../src-shared/commands.ts';

/** What the shell itself says, outside the page. */
const words = {
  openPage: { en: 'Open this page in your browser?', id: 'Buka halaman ini di peramban Anda?' },
  open: { en: 'Open', id: 'Buka' },
  cancel: { en: 'Cancel', id: 'Batal' },
  quit: { en: 'Quit', id: 'Keluar' },
  windowGone: { en: "Ferry's window has stopped working", id: 'Jendela Ferry berhenti bekerja' },
  windowGoneDetail: {
    en: 'Transfers go on; only the window is gone.',
    id: 'Transfer tetap berjalan; hanya jendelanya yang hilang.',
  },
  reload: { en: 'Reload the window', id: 'Muat ulang jendela' },
  notShown: { en: "Ferry's window can't be shown", id: 'Jendela Ferry tidak dapat ditampilkan' },
  notStarted: { en: "Ferry can't start", id: 'Ferry tidak dapat dimulai' },
  stopped: { en: 'Ferry has to stop', id: 'Ferry harus berhenti' },
  stoppedDetail: {
    en: 'The part that moves files ended unexpectedly.',
    id: 'Bagian yang memindahkan berkas berakhir tiba-tiba.',
  },
  restart: { en: 'Restart', id: 'Mulai ulang' },
} as const satisfies Record<string, Text>;

export function language(): Language {
  return app.getLocale().startsWith('id') ? 'id' : 'en';
}

export function word(name: keyof typeof words): string {
  return words[name][language()];
}
