import { type ErrorRecord, toErrorRecord } from '../../../src-shared/errors.ts';
import { defaultPort, formatAuthority } from '../../../src-shared/model/location.ts';
import type { ServerOptions, ServerState } from '../../../src-shared/model/server.ts';
import { request } from '../../bridge/bridge.ts';
import type { PaneSide } from '../../store/state.ts';
import { putText } from '../../store/putText.ts';
import { announce, closeDialog, currentWords, getState, notify, setState } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { showSession } from '../sessions/openSession.ts';

export const loopback = '127.0.0.1';
export const everywhere = '0.0.0.0';

/** @throws AppError why it could not start */
export async function startServer(options: ServerOptions): Promise<void> {
  const { server } = await request('server.start', options);
  setState({ server });
  announce(currentWords().text.status.serverStarted(serverAddress(server)));
}

export async function stopServer(): Promise<void> {
  await request('server.stop', {});
  setState({ server: { state: 'stopped' } });
  announce(currentWords().text.status.serverStopped);
}

/** Opens the running server in a pane. @throws AppError */
export async function openServer(side: PaneSide): Promise<void> {
  const { dialog } = getState();
  const { session, path } = await request('server.connect', {});
  if (dialog !== undefined) closeDialog(dialog);
  showSession(side, session, path);
}

/** One click from nothing to a working pair of panes; any free port when the usual one is taken. */
export async function startAndOpen(side: PaneSide): Promise<ErrorRecord | undefined> {
  const { app, server } = getState();
  if (app === undefined) return undefined;
  const options = { folder: app.suggestedShare, host: loopback, port: defaultPort, readOnly: false, classic: false };
  try {
    if (server.state === 'stopped') await startServer(options).catch(() => startServer({ ...options, port: 0 }));
    await openServer(side);
    return undefined;
  } catch (error) {
    return toErrorRecord(error);
  }
}

/** The link goes from the main side straight to the clipboard. */
export async function copyServerLink(): Promise<boolean> {
  try {
    const { link } = await request('server.link', {});
    return await putText(link, currentWords().text.status.linkCopied);
  } catch (error) {
    reportServerProblem(error);
    return false;
  }
}

export function reportServerProblem(error: unknown): void {
  notify(getState().focused, { tone: 'problem', text: errorSentence(currentWords(), toErrorRecord(error)) });
}

/** `host:port` as others reach it. */
export function serverAddress(server: ServerState): string {
  return server.state === 'running' ? formatAuthority({ host: server.host, port: server.port }) : '';
}
