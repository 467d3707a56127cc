import type { DevToolsSession } from './devtools.ts';
import { report } from './loud.ts';
import type { Protocol } from './protocol.ts';
import { answer, interceptedPatterns, isRegistered, toChromium, toElectron } from './schemes.ts';

type Paused = Protocol.Fetch.requestPausedPayload;

/** A page that wants to go elsewhere by itself: a link, a script, a form. */
export interface WantedNavigation {
  /** As Electron would tell it. */
  readonly url: string;
  readonly isMainFrame: boolean;
}

/**
 * The requests of a page: those of the application's own schemes are answered by its handlers, and a navigation that the page
 * itself began goes on only when `allows` says so.
 */
export async function superviseRequests(
  session: DevToolsSession,
  mainFrame: string,
  allows: (navigation: WantedNavigation) => boolean,
): Promise<void> {
  /** Frames whose page has asked to go elsewhere; what else loads in a frame, the program or the test has asked for. */
  const asking = new Set<string>();

  session.on('Page.frameRequestedNavigation', ({ frameId, url, disposition }) => {
    if (disposition !== 'currentTab') return;
    if (!isRegistered(url)) {
      asking.add(frameId);
      return;
    }
    // Chromium itself can not load this address, so no request will follow.
    if (!allows({ url, isMainFrame: frameId === mainFrame })) return;
    session.send('Page.navigate', { url: toChromium(url), frameId }).catch(report);
  });

  session.on('Fetch.requestPaused', (paused) => {
    const { frameId, requestId } = paused;
    const isNavigation = paused.resourceType === 'Document';
    const url = toElectron(paused.request.url);
    const wanted = isNavigation && asking.delete(frameId);
    if (wanted && !allows({ url, isMainFrame: frameId === mainFrame })) {
      session.send('Fetch.failRequest', { requestId, errorReason: 'Aborted' }).catch(report);
      return;
    }
    if (url === paused.request.url) session.send('Fetch.continueRequest', { requestId }).catch(report);
    else void fulfil(session, paused, url);
  });

  const documents = { urlPattern: '*', resourceType: 'Document', requestStage: 'Request' } as const;
  await session.send('Fetch.enable', { patterns: [documents, ...interceptedPatterns()] });
}

async function fulfil(session: DevToolsSession, { requestId, request, resourceType }: Paused, url: string): Promise<void> {
  try {
    // Chrome asks for an icon by itself; Electron does not.
    if (resourceType === 'Other' && new URL(url).pathname === '/favicon.ico') {
      await session.send('Fetch.fulfillRequest', { requestId, responseCode: 204 });
      return;
    }
    const { method, headers, postData: body } = request;
    const response = await answer({ url, method, headers, body });
    await session.send('Fetch.fulfillRequest', {
      requestId,
      responseCode: response.status,
      responseHeaders: response.headers,
      body: response.body,
    });
  } catch (error) {
    report(error);
    await session.send('Fetch.failRequest', { requestId, errorReason: 'Failed' }).catch(report);
  }
}
