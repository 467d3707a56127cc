import type { Settings } from './model/settings.ts';

/**
 * The command table: everything the user can invoke, once. It feeds the native menu, the in-page menu bar, the context menus, the
 * palette and the keyboard. What a command does is in the renderer (src-renderer/commands); what it is called and where it
 * stands is here.
 */

export type MenuName = 'file' | 'edit' | 'view' | 'go' | 'transfer' | 'server' | 'help';

export const menuNames: readonly MenuName[] = ['file', 'edit', 'view', 'go', 'transfer', 'server', 'help'];

export const menuTitles: Readonly<Record<MenuName, Text>> = {
  file: { en: 'File', id: 'Berkas' },
  edit: { en: 'Edit', id: 'Sunting' },
  view: { en: 'View', id: 'Tampilan' },
  go: { en: 'Go', id: 'Buka' },
  transfer: { en: 'Transfer', id: 'Transfer' },
  server: { en: 'Server', id: 'Server' },
  help: { en: 'Help', id: 'Bantuan' },
};

export type Language = 'en' | 'id';
export type Text = Readonly<Record<Language, string>>;

/** What must hold for a command to be enabled. The renderer computes the set that holds now. */
export const conditions = [
  'clipboard', // entries were cut or copied
  'pane-open', // the focused pane shows a directory
  'selection', // at least one entry is selected or focused in it
  'single-selection',
  'cursor', // an entry is focused in it
  'writable', // the focused pane's file system takes changes
  'folders', // it has folders
  'renames', // it can give an entry another name
  'other-pane-open',
  'remote-session', // the focused pane shows a session
  'can-go-up',
  'can-go-back',
  'can-go-forward',
  'several-tabs', // the focused pane has more than one
  'closed-tabs',
  'server-stopped',
  'server-running',
  'transfers-active',
  'queue-going', // not paused as a whole
  'queue-held',
  'transfers-failed',
  'transfers-ended',
  'rows-selected', // transfers in the panel
  'rows-waiting', // those are in its tab of waiting ones
  'rows-going', // waiting or running
  'rows-failed',
] as const;
export type Condition = (typeof conditions)[number];

export interface Command {
  readonly id: string;
  readonly title: Text;
  /** Default keys of the Commander preset, Electron accelerator syntax; the first is shown in menus. */
  readonly keys?: readonly string[];
  readonly menu?: { readonly name: MenuName /** A separator stands between groups. */; readonly group: number };
  readonly when?: readonly Condition[];
  /** Shown with a check mark; the renderer tells whether it is on. */
  readonly toggle?: true;
  /** Also in the context menu of a pane's entries. */
  readonly context?: true;
  /** Also in the context menu of a pane's empty space. */
  readonly spaceContext?: true;
}

export const commands = [
  { id: 'session.connect', title: { en: 'Connect…', id: 'Sambungkan…' }, keys: ['Ctrl+N'], menu: { name: 'file', group: 0 } },
  {
    id: 'session.sites',
    title: { en: 'Site manager…', id: 'Pengelola situs…' },
    keys: ['Ctrl+Shift+S'],
    menu: { name: 'file', group: 0 },
  },
  {
    id: 'session.disconnect',
    title: { en: 'Disconnect', id: 'Putuskan' },
    keys: ['Ctrl+D'],
    menu: { name: 'file', group: 0 },
    when: ['remote-session'],
  },
  {
    id: 'session.reconnect',
    title: { en: 'Reconnect', id: 'Sambungkan lagi' },
    menu: { name: 'file', group: 0 },
    when: ['remote-session'],
  },
  {
    id: 'entry.newFolder',
    title: { en: 'New folder…', id: 'Folder baru…' },
    keys: ['F7'],
    menu: { name: 'file', group: 1 },
    when: ['pane-open', 'writable', 'folders'],
    context: true,
    spaceContext: true,
  },
  {
    id: 'entry.newFile',
    title: { en: 'New file…', id: 'Berkas baru…' },
    keys: ['Shift+F4'],
    menu: { name: 'file', group: 1 },
    when: ['pane-open', 'writable'],
    context: true,
    spaceContext: true,
  },
  {
    id: 'entry.open',
    title: { en: 'Open', id: 'Buka' },
    keys: ['Enter'],
    menu: { name: 'file', group: 2 },
    when: ['cursor'],
    context: true,
  },
  {
    id: 'entry.rename',
    title: { en: 'Rename', id: 'Ganti nama' },
    keys: ['F2'],
    menu: { name: 'file', group: 2 },
    when: ['single-selection', 'writable', 'renames'],
    context: true,
  },
  {
    id: 'entry.properties',
    title: { en: 'Properties', id: 'Properti' },
    keys: ['F9'],
    menu: { name: 'file', group: 3 },
    when: ['selection'],
    context: true,
  },
  {
    id: 'entry.folderSizes',
    title: { en: 'Folder sizes', id: 'Ukuran folder' },
    keys: ['Alt+Shift+Enter'],
    menu: { name: 'file', group: 3 },
    when: ['pane-open', 'folders'],
    context: true,
  },
  {
    id: 'entry.cut',
    title: { en: 'Cut', id: 'Potong' },
    keys: ['Ctrl+X'],
    menu: { name: 'edit', group: -1 },
    when: ['selection', 'writable'],
    context: true,
  },
  {
    id: 'entry.copy',
    title: { en: 'Copy', id: 'Salin' },
    keys: ['Ctrl+C'],
    menu: { name: 'edit', group: -1 },
    when: ['selection'],
    context: true,
  },
  {
    id: 'entry.paste',
    title: { en: 'Paste', id: 'Tempel' },
    keys: ['Ctrl+V'],
    menu: { name: 'edit', group: -1 },
    when: ['pane-open', 'writable', 'clipboard'],
    context: true,
    spaceContext: true,
  },
  {
    id: 'entry.copyName',
    title: { en: 'Copy name', id: 'Salin nama' },
    keys: ['Ctrl+Shift+N'],
    menu: { name: 'edit', group: 3 },
    when: ['selection'],
  },
  {
    id: 'entry.copyPath',
    title: { en: 'Copy path', id: 'Salin lokasi' },
    keys: ['Ctrl+Shift+C'],
    menu: { name: 'edit', group: 3 },
    when: ['selection'],
    context: true,
  },
  {
    id: 'entry.copyLink',
    title: { en: 'Copy link to this', id: 'Salin tautan ke ini' },
    keys: ['Ctrl+Shift+L'],
    menu: { name: 'edit', group: 3 },
    when: ['selection'],
  },
  {
    id: 'entry.delete',
    title: { en: 'Delete…', id: 'Hapus…' },
    keys: ['F8', 'Delete'],
    menu: { name: 'file', group: 2 },
    when: ['selection', 'writable'],
    context: true,
  },
  {
    id: 'entry.deleteForGood',
    title: { en: 'Delete for good…', id: 'Hapus selamanya…' },
    keys: ['Shift+Delete', 'Shift+F8'],
    menu: { name: 'file', group: 2 },
    when: ['selection', 'writable'],
  },
  {
    id: 'app.settings',
    title: { en: 'Settings…', id: 'Setelan…' },
    keys: ['Ctrl+,'],
    menu: { name: 'file', group: 8 },
  },
  { id: 'app.quit', title: { en: 'Quit', id: 'Keluar' }, keys: ['Ctrl+Q'], menu: { name: 'file', group: 9 } },
  {
    id: 'selection.all',
    title: { en: 'Select all', id: 'Pilih semua' },
    keys: ['Ctrl+A'],
    menu: { name: 'edit', group: 0 },
    when: ['pane-open'],
    spaceContext: true,
  },
  {
    id: 'selection.none',
    title: { en: 'Select none', id: 'Batal pilih' },
    keys: ['Ctrl+Shift+A'],
    menu: { name: 'edit', group: 0 },
    when: ['selection'],
  },
  {
    id: 'selection.invert',
    title: { en: 'Invert selection', id: 'Balik pilihan' },
    keys: ['Num*'],
    menu: { name: 'edit', group: 0 },
    when: ['pane-open'],
  },
  {
    id: 'selection.pattern',
    title: { en: 'Select by pattern…', id: 'Pilih menurut pola…' },
    keys: ['Num+'],
    menu: { name: 'edit', group: 1 },
    when: ['pane-open'],
  },
  {
    id: 'selection.unpattern',
    title: { en: 'Unselect by pattern…', id: 'Batal pilih menurut pola…' },
    keys: ['Num-'],
    menu: { name: 'edit', group: 1 },
    when: ['pane-open'],
  },
  {
    id: 'view.filter',
    title: { en: 'Filter', id: 'Saring' },
    keys: ['Ctrl+F'],
    menu: { name: 'edit', group: 2 },
    when: ['pane-open'],
  },
  {
    id: 'view.refresh',
    title: { en: 'Refresh', id: 'Segarkan' },
    keys: ['Ctrl+R'],
    menu: { name: 'view', group: 0 },
    when: ['pane-open'],
    context: true,
    spaceContext: true,
  },
  {
    id: 'entry.preview',
    title: { en: 'Preview', id: 'Pratinjau' },
    keys: ['F3'],
    menu: { name: 'view', group: 0 },
    when: ['selection'],
    context: true,
  },
  {
    id: 'view.hidden',
    title: { en: 'Show hidden files', id: 'Tampilkan berkas tersembunyi' },
    keys: ['Ctrl+H'],
    menu: { name: 'view', group: 1 },
    toggle: true,
  },
  {
    id: 'view.palette',
    title: { en: 'Command palette…', id: 'Palet perintah…' },
    keys: ['Ctrl+Shift+P'],
    menu: { name: 'view', group: 0 },
  },
  {
    id: 'column.size',
    title: { en: 'Size column', id: 'Kolom ukuran' },
    menu: { name: 'view', group: 4 },
    toggle: true,
  },
  {
    id: 'column.type',
    title: { en: 'Type column', id: 'Kolom jenis' },
    menu: { name: 'view', group: 4 },
    toggle: true,
  },
  {
    id: 'column.date',
    title: { en: 'Modified column', id: 'Kolom tanggal' },
    menu: { name: 'view', group: 4 },
    toggle: true,
  },
  {
    id: 'view.transfers',
    title: { en: 'Show transfers', id: 'Tampilkan transfer' },
    menu: { name: 'view', group: 1 },
    toggle: true,
  },
  {
    id: 'tab.new',
    title: { en: 'New tab', id: 'Tab baru' },
    keys: ['Ctrl+T'],
    menu: { name: 'view', group: 2 },
    when: ['pane-open'],
  },
  {
    id: 'tab.close',
    title: { en: 'Close tab', id: 'Tutup tab' },
    keys: ['Ctrl+W'],
    menu: { name: 'view', group: 2 },
    when: ['several-tabs'],
  },
  {
    id: 'tab.reopen',
    title: { en: 'Reopen closed tab', id: 'Buka lagi tab yang ditutup' },
    keys: ['Ctrl+Shift+T'],
    menu: { name: 'view', group: 2 },
    when: ['closed-tabs'],
  },
  {
    id: 'tab.next',
    title: { en: 'Next tab', id: 'Tab berikutnya' },
    keys: ['Ctrl+PageDown', 'Ctrl+Tab'],
    menu: { name: 'view', group: 3 },
    when: ['several-tabs'],
  },
  {
    id: 'tab.previous',
    title: { en: 'Previous tab', id: 'Tab sebelumnya' },
    keys: ['Ctrl+PageUp', 'Ctrl+Shift+Tab'],
    menu: { name: 'view', group: 3 },
    when: ['several-tabs'],
  },
  {
    id: 'tab.moveLeft',
    title: { en: 'Move tab left', id: 'Geser tab ke kiri' },
    keys: ['Ctrl+Shift+PageUp'],
    menu: { name: 'view', group: 3 },
    when: ['several-tabs'],
  },
  {
    id: 'tab.moveRight',
    title: { en: 'Move tab right', id: 'Geser tab ke kanan' },
    keys: ['Ctrl+Shift+PageDown'],
    menu: { name: 'view', group: 3 },
    when: ['several-tabs'],
  },
  {
    id: 'tab.toOther',
    title: { en: 'Move tab to the other pane', id: 'Pindahkan tab ke panel lain' },
    keys: ['Ctrl+Shift+M'],
    menu: { name: 'view', group: 3 },
    when: ['pane-open'],
  },
  { id: 'pane.other', title: { en: 'Other pane', id: 'Panel lain' }, keys: ['Tab'], menu: { name: 'go', group: 0 } },
  {
    id: 'pane.mirror',
    title: { en: 'Same folder in the other pane', id: 'Folder yang sama di panel lain' },
    keys: ['Alt+Z'],
    menu: { name: 'go', group: 0 },
    when: ['pane-open'],
  },
  {
    id: 'pane.swap',
    title: { en: 'Swap panes', id: 'Tukar panel' },
    keys: ['Ctrl+U'],
    menu: { name: 'go', group: 0 },
    when: ['pane-open'],
  },
  {
    id: 'go.back',
    title: { en: 'Back', id: 'Mundur' },
    keys: ['Alt+Left'],
    menu: { name: 'go', group: 1 },
    when: ['can-go-back'],
  },
  {
    id: 'go.forward',
    title: { en: 'Forward', id: 'Maju' },
    keys: ['Alt+Right'],
    menu: { name: 'go', group: 1 },
    when: ['can-go-forward'],
  },
  {
    id: 'go.up',
    title: { en: 'Parent folder', id: 'Folder induk' },
    keys: ['Backspace', 'Alt+Up'],
    menu: { name: 'go', group: 1 },
    when: ['can-go-up'],
  },
  { id: 'go.home', title: { en: 'Home folder', id: 'Folder beranda' }, keys: ['Alt+Home'], menu: { name: 'go', group: 1 } },
  {
    id: 'go.path',
    title: { en: 'Go to path…', id: 'Buka lokasi…' },
    keys: ['Ctrl+L'],
    menu: { name: 'go', group: 1 },
    when: ['pane-open'],
  },
  {
    id: 'go.places',
    title: { en: 'Choose a place…', id: 'Pilih tempat…' },
    keys: ['Ctrl+G'],
    menu: { name: 'go', group: 1 },
  },
  {
    id: 'view.sync',
    title: { en: 'Synchronized browsing', id: 'Penjelajahan sinkron' },
    keys: ['Ctrl+Shift+B'],
    menu: { name: 'go', group: 2 },
    when: ['pane-open', 'other-pane-open'],
    toggle: true,
  },
  {
    id: 'go.bookmark',
    title: { en: 'Bookmark this place', id: 'Tandai tempat ini' },
    keys: ['Ctrl+B'],
    menu: { name: 'go', group: 3 },
    when: ['pane-open'],
    toggle: true,
  },
  {
    id: 'go.bookmarks',
    title: { en: 'Manage bookmarks…', id: 'Kelola penanda…' },
    menu: { name: 'go', group: 3 },
  },
  {
    id: 'transfer.copy',
    title: { en: 'Copy to the other pane', id: 'Salin ke panel lain' },
    keys: ['F5'],
    menu: { name: 'transfer', group: 0 },
    when: ['selection', 'other-pane-open'],
    context: true,
  },
  {
    id: 'transfer.move',
    title: { en: 'Move to the other pane', id: 'Pindahkan ke panel lain' },
    keys: ['F6'],
    menu: { name: 'transfer', group: 0 },
    when: ['selection', 'other-pane-open', 'writable'],
    context: true,
  },
  {
    id: 'transfer.downloadTo',
    title: { en: 'Download to…', id: 'Unduh ke…' },
    menu: { name: 'transfer', group: 0 },
    when: ['selection', 'remote-session'],
    context: true,
  },
  {
    id: 'transfer.pauseAll',
    title: { en: 'Pause all', id: 'Jeda semua' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-active', 'queue-going'],
  },
  {
    id: 'transfer.resumeAll',
    title: { en: 'Resume all', id: 'Lanjutkan semua' },
    menu: { name: 'transfer', group: 1 },
    when: ['queue-held'],
  },
  {
    id: 'transfer.cancelAll',
    title: { en: 'Cancel all', id: 'Batalkan semua' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-active'],
  },
  {
    id: 'transfer.retryFailed',
    title: { en: 'Retry failed only', id: 'Ulangi yang gagal saja' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-failed'],
  },
  {
    id: 'transfer.saveReceipts',
    title: { en: 'Save receipts…', id: 'Simpan tanda terima…' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-ended'],
  },
  {
    id: 'transfer.copyReceipts',
    title: { en: 'Copy receipts (SHA256SUMS)', id: 'Salin tanda terima (SHA256SUMS)' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-ended'],
  },
  {
    id: 'transfer.clearDone',
    title: { en: 'Clear finished', id: 'Bersihkan yang selesai' },
    menu: { name: 'transfer', group: 1 },
    when: ['transfers-ended'],
  },
  {
    id: 'transfer.limit',
    title: { en: 'Speed limit…', id: 'Batas laju…' },
    menu: { name: 'transfer', group: 2 },
  },
  {
    id: 'transfer.reveal',
    title: { en: 'Show the target in its pane', id: 'Tampilkan tujuan di panelnya' },
    menu: { name: 'transfer', group: 3 },
    when: ['rows-selected'],
  },
  {
    id: 'transfer.pause',
    title: { en: 'Pause selected', id: 'Jeda yang dipilih' },
    menu: { name: 'transfer', group: 3 },
    when: ['rows-going'],
  },
  {
    id: 'transfer.resume',
    title: { en: 'Resume selected', id: 'Lanjutkan yang dipilih' },
    menu: { name: 'transfer', group: 3 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.cancel',
    title: { en: 'Cancel selected', id: 'Batalkan yang dipilih' },
    menu: { name: 'transfer', group: 3 },
    when: ['rows-going'],
  },
  {
    id: 'transfer.retry',
    title: { en: 'Retry selected', id: 'Ulangi yang dipilih' },
    menu: { name: 'transfer', group: 3 },
    when: ['rows-failed'],
  },
  {
    id: 'transfer.moveTop',
    title: { en: 'Move to the top', id: 'Pindahkan ke teratas' },
    menu: { name: 'transfer', group: 4 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.moveUp',
    title: { en: 'Move up', id: 'Naikkan' },
    menu: { name: 'transfer', group: 4 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.moveDown',
    title: { en: 'Move down', id: 'Turunkan' },
    menu: { name: 'transfer', group: 4 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.moveBottom',
    title: { en: 'Move to the bottom', id: 'Pindahkan ke terbawah' },
    menu: { name: 'transfer', group: 4 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.priorityHigh',
    title: { en: 'High priority', id: 'Prioritas tinggi' },
    menu: { name: 'transfer', group: 5 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.priorityNormal',
    title: { en: 'Normal priority', id: 'Prioritas biasa' },
    menu: { name: 'transfer', group: 5 },
    when: ['rows-waiting'],
  },
  {
    id: 'transfer.priorityLow',
    title: { en: 'Low priority', id: 'Prioritas rendah' },
    menu: { name: 'transfer', group: 5 },
    when: ['rows-waiting'],
  },
  {
    id: 'server.start',
    title: { en: 'Start local server…', id: 'Mulai server lokal…' },
    menu: { name: 'server', group: 0 },
    when: ['server-stopped'],
  },
  {
    id: 'server.stop',
    title: { en: 'Stop local server', id: 'Hentikan server lokal' },
    menu: { name: 'server', group: 0 },
    when: ['server-running'],
  },
  {
    id: 'server.copyLink',
    title: { en: 'Copy link', id: 'Salin tautan' },
    menu: { name: 'server', group: 1 },
    when: ['server-running'],
  },
  {
    id: 'server.open',
    title: { en: 'Open in the right pane', id: 'Buka di panel kanan' },
    menu: { name: 'server', group: 1 },
    when: ['server-running'],
  },
  {
    id: 'help.keys',
    title: { en: 'Keyboard shortcuts', id: 'Pintasan papan ketik' },
    keys: ['F1'],
    menu: { name: 'help', group: 0 },
  },
  { id: 'help.about', title: { en: 'About Ferry', id: 'Tentang Ferry' }, menu: { name: 'help', group: 1 } },
] as const satisfies readonly Command[];

/** Where the FileZilla preset differs; an empty list takes the Commander keys away. */
const fileZillaKeys: Readonly<Record<string, readonly string[]>> = {
  'entry.preview': ['Shift+F3'],
  'view.refresh': ['F5'],
  'transfer.copy': ['Ctrl+F5'],
  'session.sites': ['Ctrl+S'],
  'session.reconnect': ['Ctrl+R'],
  'session.disconnect': ['Ctrl+D'],
  'view.filter': ['Ctrl+I', 'Ctrl+F'],
  'view.sync': ['Ctrl+Y'],
  'transfer.resumeAll': ['Ctrl+P'],
};

/** The keys of a command as the user has them: own ones, else the preset's. */
export function commandKeys(id: string, settings: Pick<Settings, 'keyPreset' | 'keys'>): readonly string[] {
  const own = Object.hasOwn(settings.keys, id) ? settings.keys[id] : undefined;
  if (own !== undefined) return own;
  const preset = settings.keyPreset === 'filezilla' && Object.hasOwn(fileZillaKeys, id) ? fileZillaKeys[id] : undefined;
  return preset ?? findCommand(id)?.keys ?? [];
}

const bookmarkPrefix = 'bookmark:';

/** What a bookmark is called where a menu knows commands only. */
export function bookmarkCommand(bookmark: string): string {
  return bookmarkPrefix + bookmark;
}

export function bookmarkOfCommand(command: string): string | undefined {
  return command.startsWith(bookmarkPrefix) ? command.slice(bookmarkPrefix.length) : undefined;
}

export type CommandId = (typeof commands)[number]['id'];

const byId: ReadonlyMap<string, Command> = new Map(commands.map((command) => [command.id, command]));

export function findCommand(id: string): Command | undefined {
  return byId.get(id);
}

export function isCommandId(id: string): id is CommandId {
  return byId.has(id);
}

/** The commands of a menu, group by group. */
export function menuGroups(name: MenuName): readonly (readonly Command[])[] {
  const groups = new Map<number, Command[]>();
  for (const command of commands as readonly Command[]) {
    if (command.menu?.name !== name) continue;
    const group = groups.get(command.menu.group) ?? [];
    group.push(command);
    groups.set(command.menu.group, group);
  }
  return [...groups.entries()].sort(([a], [b]) => a - b).map(([, group]) => group);
}
