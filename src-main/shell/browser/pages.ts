import { AppError } from '../../../src-shared/errors.ts';
import type { Backend, ShellHandlers } from '../../app/backend.ts';
import { openAssets } from '../assets.ts';
import { answerWith } from '../shellRequests.ts';
import { openPageServer } from './httpServer.ts';
import { openPageSockets } from './socket.ts';
import { Admission } from './token.ts';

/** The application as pages on this computer reach it. */
export interface Pages {
  /** Lets one page in. */
  link(): string;
  /** @param code what each page's socket is closed with */
  close(code: 1001 | 1011): Promise<void>;
}

interface PagesOptions {
  /** The folder of the built renderer. */
  readonly files: URL;
  /** 0: any free one. */
  readonly port: number;
  /** Called with the next link when one has been used. */
  readonly onLink: (link: string) => void;
  readonly quit: () => void;
}

/** @throws AppError `unreachable` when the port can't be had */
export async function openPages(backend: Backend, { files, port, onLink, quit }: PagesOptions): Promise<Pages> {
  const server = await openPageServer(await openAssets(files), port);
  const link = (): string => `http://127.0.0.1:${server.port}/#token=${admission.token}`;
  const admission = new Admission(() => onLink(link()));
  const sockets = openPageSockets(server.http, server.port, admission, backend, answerWith(backend, shellHandlers(quit)));
  return {
    link,
    async close(code) {
      await sockets.close(code);
      await server.close();
    },
  };
}

function shellHandlers(quit: () => void): ShellHandlers {
  return {
    'shell.chooseFolder': () => Promise.reject(new AppError('unsupported', 'a browser page has no folder chooser')),
    'shell.trash': () => Promise.reject(new AppError('unsupported', 'a browser page has no trash of its own')),
    'shell.startDrag': () => Promise.reject(new AppError('unsupported', 'a browser page can not hand files to the desktop')),
    'shell.notify': () => Promise.reject(new AppError('unsupported', 'the page notifies by itself')),
    'shell.menuState': async () => ({}),
    'shell.quit': async () => {
      // After the reply has left.
      setTimeout(quit, 50);
      return {};
    },
  };
}
