import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AppError } from '../../../src-shared/errors.ts';
import type { Assets } from '../assets.ts';
import { securityHeaders } from '../securityHeaders.ts';
import { isOwnRequest } from './origin.ts';

/** The page's files on loopback; nothing here is secret, so no token is asked for. */
export interface PageServer {
  readonly http: Server;
  readonly port: number;
  close(): Promise<void>;
}

/**
 * @param port 0: any free one
 * @throws AppError `unreachable` when the port can't be had
 */
export async function openPageServer(assets: Assets, port: number): Promise<PageServer> {
  const http = createServer({ maxHeaderSize: 16_384, requestTimeout: 10_000, headersTimeout: 10_000 });
  const bound = await listen(http, port);
  http.on('request', (request, response) => {
    serve(assets, bound, request, response).catch(() => refuse(response, 500, 'The file could not be read.'));
  });
  return {
    http,
    port: bound,
    async close() {
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
    },
  };
}

function listen(http: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    http.once('error', (error: NodeJS.ErrnoException) => {
      const reason = error.code === 'EADDRINUSE' ? 'is in use by another program' : `can't be used: ${error.message}`;
      reject(new AppError('unreachable', `port ${port} ${reason}`, { cause: error }));
    });
    http.listen(port, '127.0.0.1', () => resolve((http.address() as AddressInfo).port));
  });
}

async function serve(assets: Assets, port: number, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isOwnRequest(request, port, false)) return refuse(response, 403, 'This server answers only its own page.');
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'Only GET and HEAD are known here.');
  const asset = await assets.find((request.url ?? '/').replace(/[?#].*$/, ''));
  if (asset === undefined) return refuse(response, 404, 'There is no such file.');
  response.writeHead(200, { ...securityHeaders, 'content-type': asset.type, 'content-length': asset.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : asset.bytes);
}

function refuse(response: ServerResponse, status: number, text: string): void {
  if (!response.headersSent) response.writeHead(status, { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
