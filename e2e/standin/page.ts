import { randomBytes } from 'node:crypto';
import type { Chromium } from './chromium.ts';
import type { DevToolsSession } from './devtools.ts';
import { report } from './loud.ts';
import { bridgeEnd } from './page/contextBridge.ts';
import { mainWorld } from './page/mainWorld.ts';
import { type HostMessage, type PageMessage, type PreloadEnvironment, preloadWorld } from './page/preloadWorld.ts';
import { valueCodec } from './page/values.ts';

const worldName = 'Electron Isolated Context';

export interface PageOptions {
  readonly width: number;
  readonly height: number;
  /** Source text of the preload script. */
  readonly preload: string | undefined;
  readonly additionalArguments: readonly string[];
}

/** A page of Chromium with a preload script in an isolated world, and the messages between that world and here. */
export class PreloadedPage {
  readonly targetId: string;
  readonly session: DevToolsSession;
  onMessage: (message: PageMessage) => void = () => undefined;
  readonly #browser: DevToolsSession;
  readonly #secret: string;
  /** The unique id of the isolated world, once the current document has one. */
  #world: string | undefined;

  static async open(chromium: Chromium, options: PageOptions): Promise<PreloadedPage> {
    const browser = chromium.devtools.session();
    const { width, height } = options;
    const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank', newWindow: true, width, height });
    const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true });
    const page = new PreloadedPage(targetId, browser, chromium.devtools.session(sessionId));
    await page.#prepare(options);
    return page;
  }

  private constructor(targetId: string, browser: DevToolsSession, session: DevToolsSession) {
    this.targetId = targetId;
    this.session = session;
    this.#browser = browser;
    this.#secret = `_${randomBytes(12).toString('hex')}`;
  }

  async #prepare({ width, height, preload, additionalArguments }: PageOptions): Promise<void> {
    const secret = JSON.stringify(this.#secret);
    const { session } = this;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      const { frameId } = (context.auxData ?? {}) as { frameId?: string };
      if (context.name === worldName && frameId === this.targetId) this.#world = context.uniqueId;
    });
    session.on('Runtime.executionContextsCleared', () => {
      this.#world = undefined;
    });
    session.on('Runtime.bindingCalled', ({ payload }) => this.onMessage(JSON.parse(payload) as PageMessage));
    session.on('Debugger.paused', () => void this.#answerPath().catch(report));
    const { platform, arch } = process;
    const environment: PreloadEnvironment = { platform, arch, versions: process.versions, argv: additionalArguments };
    const script = preload === undefined ? 'undefined' : `function (require, module, exports, process) {${preload}\n}`;
    await Promise.all([
      session.send('Page.enable'),
      session.send('Runtime.enable'),
      session.send('Debugger.enable'),
      session.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
      session.send('Runtime.addBinding', { name: `${this.#secret}post`, executionContextName: worldName }),
      session.send('Page.addScriptToEvaluateOnNewDocument', { source: callOf(mainWorld, secret, String(bridgeEnd)) }),
      session.send('Page.addScriptToEvaluateOnNewDocument', {
        worldName,
        source: callOf(preloadWorld, secret, String(valueCodec), String(bridgeEnd), JSON.stringify(environment), script),
      }),
      this.setSize(width, height),
    ]);
  }

  /** A message to a page without a preload world is lost, as in Electron. */
  tell(message: HostMessage): void {
    if (this.#world === undefined) return;
    const expression = `globalThis['${this.#secret}receive'](${JSON.stringify(message)})`;
    this.session.send('Runtime.evaluate', { expression, uniqueContextId: this.#world }).catch(() => undefined);
  }

  /** Width and height of the page itself, in CSS pixels. */
  async setSize(width: number, height: number): Promise<void> {
    const { windowId } = await this.#browser.send('Browser.getWindowForTarget', { targetId: this.targetId });
    await this.#browser.send('Browser.setContentsSize', { windowId, width, height });
  }

  async close(): Promise<void> {
    await this.#browser.send('Target.closeTarget', { targetId: this.targetId });
  }

  /** `webUtils.getPathForFile` has stopped the page and waits for the path of the file it left. */
  async #answerPath(): Promise<void> {
    try {
      const world = this.#world === undefined ? {} : { uniqueContextId: this.#world };
      const file = await this.session.send('Runtime.evaluate', { expression: `globalThis['${this.#secret}file']`, ...world });
      const { objectId } = file.result;
      if (objectId === undefined) return;
      const { path } = await this.session.send('DOM.getFileInfo', { objectId });
      const expression = `globalThis['${this.#secret}path'] = ${JSON.stringify(path)}`;
      await this.session.send('Runtime.evaluate', { expression, ...world });
    } finally {
      await this.session.send('Debugger.resume');
    }
  }
}

/** Source text that calls a function of this process with what the texts of the arguments evaluate to. */
function callOf(called: (...values: never[]) => unknown, ...texts: readonly string[]): string {
  return `(${String(called)})(${texts.join(', ')})`;
}
