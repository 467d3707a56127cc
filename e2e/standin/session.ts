import type { Protocol } from './protocol.ts';
import { LoudEmitter, loud, NotModelledError } from './loud.ts';
import { protocol } from './schemes.ts';

type CheckHandler = (contents: unknown, permission: string, origin: string, details: object) => boolean;
type RequestHandler = (contents: unknown, permission: string, answer: (granted: boolean) => void, details: object) => void;

/** Electron's names of permissions, and Chromium's. */
const permissions: readonly (readonly [electron: string, chromium: Protocol.Browser.PermissionDescriptor])[] = [
  ['clipboard-read', { name: 'clipboard-read' }],
  ['clipboard-sanitized-write', { name: 'clipboard-write' }],
  ['notifications', { name: 'notifications' }],
  ['geolocation', { name: 'geolocation' }],
  ['media', { name: 'camera' }],
  ['media', { name: 'microphone' }],
  ['midi', { name: 'midi' }],
];

export class Session extends LoudEmitter {
  readonly protocol = protocol;
  #check: CheckHandler | undefined;
  #request: RequestHandler | undefined;

  constructor() {
    super('session', { emitted: [], silent: ['will-download'] });
  }
  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#check = handler ?? undefined;
  }
  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#request = handler ?? undefined;
  }
  setDevicePermissionHandler(): void {}
  setSpellCheckerEnabled(): void {}

  /**
   * @internal What a page of `origin` may do. Electron asks when the page tries; here the handlers are asked once, when the page
   * appears, and Chromium is told their answers.
   */
  async decide(
    contents: unknown,
    origin: string,
  ): Promise<{ permission: Protocol.Browser.PermissionDescriptor; granted: boolean }[]> {
    const details = { requestingUrl: `${origin}/`, securityOrigin: origin, isMainFrame: true };
    return await Promise.all(
      permissions.map(async ([name, permission]) => {
        const checked = this.#check?.(contents, name, origin, details) ?? true;
        const request = this.#request;
        const answered =
          request === undefined || (await new Promise<boolean>((resolve) => request(contents, name, resolve, details)));
        return { permission, granted: checked && answered };
      }),
    );
  }
}

export const defaultSession = new Session();

export const session = loud(
  {
    defaultSession,
    fromPartition(partition: string) {
      throw new NotModelledError(`session.fromPartition('${partition}')`);
    },
  },
  'session',
);
