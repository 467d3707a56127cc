import { connectNative } from '../../src-main/filesystem/native/connect.ts';
import { parseRemoteUrl } from '../../src-shared/model/location.ts';

/** `listPages.ts URL`: connects, lists a folder, prints what took how long (milliseconds) as JSON. */
const { endpoint, path, token } = parseRemoteUrl(process.argv[2] ?? '');
const started = performance.now();
const fileSystem = await connectNative({ host: endpoint.host, port: endpoint.port, pin: endpoint.pin, token });
const connected = performance.now();
let firstPage = Number.NaN;
let entries = 0;
for await (const page of fileSystem.list(path)) {
  if (entries === 0) firstPage = performance.now() - connected;
  entries += page.entries.length;
}
const complete = performance.now() - connected;
await fileSystem.close();
process.stdout.write(`${JSON.stringify({ connect: connected - started, firstPage, complete, entries })}\n`);
