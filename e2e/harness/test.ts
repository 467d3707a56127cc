import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test as base, type ConsoleMessage, type ElectronApplication, expect, type Page } from '@playwright/test';
import { folder, temporaryFolder } from './folders.ts';
import { Interface } from './interface.ts';
import { type RunningServer, serve, type ServeOptions } from './processes.ts';
import { launchElectron } from './runtime.ts';

export { expect };

/** Folders of one test; they exist, are empty, and are gone after it. */
export interface Room {
  readonly path: string;
  readonly left: string;
  readonly right: string;
  /** What a server shares. */
  readonly share: string;
  readonly userData: string;
  readonly serverData: string;
  readonly home: string;
}

export interface FerryOptions {
  /** Locations of the panes; by default the left one is `room.left` and the right one is empty. */
  readonly left?: string;
  readonly right?: string;
  /** A link that the system hands to the app at its start. */
  readonly link?: string;
  /** The test provokes what the content security policy refuses, so the console's errors are no problem. */
  readonly refusalsExpected?: boolean;
}

/** The desktop application, running. */
export interface Ferry {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly ui: Interface;
  /** Chooses an item of the native menu, once it is enabled. */
  readonly command: (id: string) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Fixtures {
  readonly room: Room;
  /** Starts the application; what it must never show (an error or a policy violation in the console) fails the test. */
  readonly launch: (options?: FerryOptions) => Promise<Ferry>;
  /** Starts `ferry serve` on `room.share`. */
  readonly startServer: (options?: Partial<ServeOptions>) => Promise<RunningServer>;
}

export const test = base.extend<Fixtures>({
  // Playwright wants a pattern here, also for no fixtures at all.
  // oxlint-disable-next-line no-empty-pattern
  room: async ({}, give) => {
    const { path, remove } = await temporaryFolder();
    const inside = (name: string): string => join(path, name);
    const room = {
      path,
      left: inside('left'),
      right: inside('right'),
      share: inside('share'),
      userData: inside('user-data'),
      serverData: inside('server-data'),
      home: inside('home'),
    };
    for (const part of Object.values(room)) await mkdir(part, { recursive: true });
    await give(room);
    await remove();
  },

  launch: async ({ room }, give) => {
    const problems: string[] = [];
    const running: Ferry[] = [];
    await give(async (options = {}) => {
      const ferry = await launchFerry(room, options, problems);
      running.push(ferry);
      return ferry;
    });
    for (const ferry of running) await ferry.close();
    expect(problems).toEqual([]);
  },

  startServer: async ({ room }, give) => {
    const running: RunningServer[] = [];
    await give(async (options = {}) => {
      const server = await serve({ share: room.share, userData: room.serverData, ...options });
      running.push(server);
      return server;
    });
    for (const server of running) await server.program.stop();
  },
});

/** The variables by which a program finds the user's home folder. */
export function homeIn(room: Room): Record<string, string> {
  return { HOME: room.home, USERPROFILE: room.home, XDG_DATA_HOME: join(room.home, '.local/share') };
}

async function launchFerry(room: Room, options: FerryOptions, problems: string[]): Promise<Ferry> {
  const args = [folder(), '--user-data', room.userData, '--left', options.left ?? room.left];
  if (options.right !== undefined) args.push('--right', options.right);
  if (options.link !== undefined) args.push(options.link);
  const app = await launchElectron({ args, env: homeIn(room) });
  const page = await app.firstWindow();
  if (options.refusalsExpected !== true) await watch(page, problems);
  const ui = new Interface(page);
  await expect(ui.pane('left').list).toBeVisible();
  return {
    app,
    page,
    ui,
    async command(id) {
      const isEnabled = (): Promise<boolean | undefined> =>
        app.evaluate(({ Menu }, wanted) => Menu.getApplicationMenu()?.getMenuItemById(wanted)?.enabled, id);
      await expect.poll(isEnabled, { message: `the menu item ${id} is enabled` }).toBe(true);
      await app.evaluate(({ Menu, BrowserWindow }, wanted) => {
        const [window] = BrowserWindow.getAllWindows();
        Menu.getApplicationMenu()?.getMenuItemById(wanted)?.click(undefined, window, window?.webContents);
      }, id);
    },
    close: () => app.close(),
  };
}

/** Collects what a person would never see, but must not be there: script errors and refused content, also from before the call. */
export async function watch(page: Page, problems: string[]): Promise<void> {
  const note = (problem: string): void => {
    if (!problems.includes(problem)) problems.push(problem);
  };
  const noteMessage = (message: ConsoleMessage): void => {
    if (message.type() === 'error') note(`console: ${message.text()}`);
  };
  page.on('pageerror', (error) => note(`error in the page: ${error.message}`));
  page.on('console', noteMessage);
  for (const error of await page.pageErrors()) note(`error in the page: ${error.message}`);
  for (const message of await page.consoleMessages()) noteMessage(message);
}
