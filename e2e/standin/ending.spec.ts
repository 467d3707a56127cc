import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { type ElectronApplication, expect, test } from '@playwright/test';
import { folder } from '../harness/folders.ts';
import { isStandIn, launchElectron } from '../harness/runtime.ts';

/** How an application ends, and that nothing is left of it. */

const fixture = folder('e2e/standin/fixture');

async function launch(...more: readonly string[]): Promise<ElectronApplication> {
  const app = await launchElectron({ args: [fixture, ...more] });
  const page = await app.firstWindow();
  await page.getByRole('heading', { name: 'Fixture' }).waitFor();
  return app;
}

/** Prints the names of the events as they come, and can refuse one of them once. */
async function follow(app: ElectronApplication, refuse?: string): Promise<string[]> {
  const lines: string[] = [];
  app.process().stdout?.on('data', (chunk: Buffer) => lines.push(...chunk.toString('utf8').split('\n').filter(Boolean)));
  await app.evaluate(({ app: electron, BrowserWindow }, refused) => {
    let left = 1;
    const note = (name: string) => (event?: unknown) => {
      process.stdout.write(`${name}\n`);
      if (name !== refused || left === 0) return;
      left -= 1;
      (event as Electron.Event).preventDefault();
    };
    electron.on('before-quit', note('before-quit'));
    electron.on('window-all-closed', note('window-all-closed'));
    electron.on('will-quit', note('will-quit'));
    electron.on('quit', note('quit'));
    const [window] = BrowserWindow.getAllWindows();
    window?.on('close', note('close'));
    window?.on('closed', note('closed'));
  }, refuse);
  return lines;
}

function quit(app: ElectronApplication): Promise<void> {
  return app.evaluate(({ app: electron }) => setImmediate(() => electron.quit())).then(() => undefined);
}

test('quitting asks first, closes the windows, then ends', async () => {
  const app = await launch();
  const lines = await follow(app);
  const process = app.process();
  await app.close();
  expect(lines).toEqual(['before-quit', 'close', 'closed', 'will-quit', 'quit']);
  expect(process.exitCode).toBe(0);
});

for (const refused of ['before-quit', 'close', 'will-quit']) {
  test(`${refused} can be put off`, async () => {
    const app = await launch();
    const lines = await follow(app, refused);
    await quit(app);
    await expect.poll(() => lines).toContain(refused);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(app.process().exitCode).toBeNull();
    expect(lines.at(-1)).toBe(refused);
    await app.close();
    expect(lines.slice(-2)).toEqual(['will-quit', 'quit']);
  });
}

test('the last window ends the application unless it says otherwise', async () => {
  const app = await launch();
  const ended = app.waitForEvent('close');
  await app.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
  await ended;

  const staying = await launch();
  const lines = await follow(staying);
  await staying.evaluate(({ BrowserWindow }) => setImmediate(() => BrowserWindow.getAllWindows()[0]?.close()));
  await expect.poll(() => lines).toEqual(['close', 'closed', 'window-all-closed']);
  expect(staying.process().exitCode).toBeNull();
  await staying.close();
});

test('app.exit asks nobody', async () => {
  const app = await launch();
  const lines = await follow(app);
  const process = app.process();
  const ended = app.waitForEvent('close');
  await app.evaluate(({ app: electron }) => setImmediate(() => electron.exit(7)));
  await ended;
  expect(lines).toEqual(['closed', 'quit']);
  expect(process.exitCode).toBe(7);
});

test('a second start finds the first one running', async () => {
  const app = await launch('--single');
  await expect(launchElectron({ args: [fixture, '--single', '--word'] })).rejects.toThrow();
  await expect
    .poll(() => app.evaluate(() => (globalThis as { second?: { argv: string[]; data: unknown } }).second))
    .toMatchObject({ argv: expect.arrayContaining(['--word']), data: { greeting: 'hello' } });
  await app.close();
});

test.describe('the stand-in itself', () => {
  test.skip(!isStandIn(), 'only the stand-in has these');

  test('says so when something is not modelled', async () => {
    const app = await launch();
    const messages = await app.evaluate(({ app: electron, BrowserWindow, Menu, session, Tray }) => {
      const attempts = [
        () => new Tray('icon.png'),
        () => electron.setBadgeCount(1),
        () => electron.on('session-created', () => undefined),
        () => new BrowserWindow({ frame: false }),
        () => new BrowserWindow({ webPreferences: { sandbox: false } }),
        () => new Menu().popup(),
        () => session.fromPartition('other'),
        () => session.defaultSession.webRequest,
        () => BrowserWindow.getAllWindows()[0]?.webContents.openDevTools(),
      ];
      return attempts.map((attempt) => {
        try {
          attempt();
          return 'nothing was said';
        } catch (error) {
          return (error as Error).message;
        }
      });
    });
    for (const message of messages) expect(message).toContain('is not modelled by the stand-in');
    await app.close();
  });

  test('notes what would be dragged to the desktop, and refuses what Electron would not drag', async () => {
    const app = await launch();
    const told = await app.evaluate(
      ({ BrowserWindow }, [here, gone]) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents as unknown as {
          readonly dragged: string[][];
          startDrag(item: object): void;
        };
        const attempt = (item: object): string => {
          try {
            contents.startDrag(item);
            return 'nothing was said';
          } catch (error) {
            return (error as Error).message;
          }
        };
        const said = [
          { file: here },
          { icon: here },
          { file: here, files: [here, here], icon: here },
          { file: gone, icon: here },
          { file: here, icon: gone },
        ].map(attempt);
        return { said, dragged: contents.dragged };
      },
      [fixture, `${fixture}/gone`] as const,
    );
    expect(told.said).toEqual([
      "'icon' parameter is required",
      "Must specify either 'file' or 'files' option",
      'nothing was said',
      expect.stringContaining('is not there'),
      expect.stringContaining('is not there'),
    ]);
    expect(told.dragged).toEqual([[fixture, fixture]]);
    await app.close();
  });

  test('leaves no Chromium and no profile behind, however it ends', async () => {
    const profilesOf = (pid: number): string[] =>
      readdirSync(tmpdir()).filter((name) => name.startsWith(`ferry-standin-${pid}-`));
    const app = await launch();
    const pid = app.process().pid ?? 0;
    expect(profilesOf(pid)).toHaveLength(1);
    await app.close();
    expect(profilesOf(pid)).toEqual([]);
    expect(processesNaming(`ferry-standin-${pid}-`)).toBe(0);

    const killed = await startAlone();
    expect(processesNaming(`ferry-standin-${killed.pid}-`)).toBeGreaterThan(0);
    const ended = once(killed.child, 'exit');
    killed.child.kill('SIGKILL');
    await ended;
    await expect.poll(() => processesNaming(`ferry-standin-${killed.pid}-`)).toBe(0);
    // The next one sweeps what a killed one could not.
    const next = await launch();
    expect(profilesOf(killed.pid)).toEqual([]);
    await next.close();
  });
});

/** The stand-in without Playwright, so that nobody else ends its processes. */
async function startAlone() {
  const child = spawn(folder('e2e/standin/electron'), [fixture], { stdio: ['ignore', 'ignore', 'pipe'] });
  for await (const chunk of child.stderr) {
    if ((chunk as Buffer).toString('utf8').includes('DevTools listening')) break;
  }
  return { child, pid: child.pid ?? 0 };
}

function processesNaming(text: string): number {
  if (!existsSync('/proc')) return 0;
  const commands = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return commands.filter((command) => command.includes(text)).length;
}
