import { connectNative } from '../../src-main/filesystem/native/connect.ts';
import { parseRemoteUrl } from '../../src-shared/model/location.ts';

/**
 * `watchLatency.ts URL PAUSE_MS`: lists a folder again and again on one session until it is ended, and prints a line for each time:
 * when it was asked for (milliseconds since 1970) and how long the complete listing took (milliseconds).
 */
const { endpoint, path, token } = parseRemoteUrl(process.argv[2] ?? '');
const pause = Number(process.argv[3] ?? '20');
const fileSystem = await connectNative({ host: endpoint.host, port: endpoint.port, pin: endpoint.pin, token });
let over = false;
process.on('SIGTERM', () => {
  over = true;
});
while (!over) {
  const at = Date.now();
  const started = performance.now();
  let entries = 0;
  for await (const page of fileSystem.list(path)) entries += page.entries.length;
  process.stdout.write(`${at} ${(performance.now() - started).toFixed(3)} ${entries}\n`);
  await new Promise((resolve) => setTimeout(resolve, pause));
}
await fileSystem.close();
