import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sleep } from '../host/processes.ts';
import type { Site, SiteServer } from '../host/site.ts';

/** The command line as it ships. */
export const ferryProgram = fileURLToPath(new URL('../../out/cli/ferry.js', import.meta.url));

export interface FerryServer extends SiteServer {
  /** URL of a path below the area, with pin and token. */
  url(path: string): string;
}

export function ferryCommand(nodeArguments: readonly string[] = []): readonly string[] {
  return [process.execPath, ...nodeArguments, ferryProgram];
}

export async function startFerry(site: Site): Promise<FerryServer> {
  return await startFerryWith(site, [], {});
}

/** The same with arguments for Node and an environment, where a probe is loaded before the program. */
export async function startFerryWith(
  site: Site,
  nodeArguments: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<FerryServer> {
  if (!existsSync(ferryProgram)) throw new Error('the command line is not built: npm run build');
  let link: string | undefined;
  const serve = ['serve', site.area.root, '--host', site.host, '--port', '0', '--user-data', site.path('ferry'), '--json'];
  const process = site.startServer([...ferryCommand(nodeArguments), ...serve], {
    name: 'ferry',
    environment,
    onLine: (line) => {
      const message = JSON.parse(line) as { event?: string; link?: string };
      if (message.event === 'listening') link = message.link;
    },
  });
  let ended: string | undefined;
  void process.ended.then((problem) => {
    ended = problem ?? 'ended';
  });
  for (let tries = 0; tries < 2000 && link === undefined && ended === undefined; tries += 1) await sleep(5);
  if (link === undefined) {
    await process.stop();
    throw new Error(`ferry serve does not listen: see ${site.path('ferry.log')}`);
  }
  const [address = '', secrets = ''] = link.split('#');
  return { process, url: (path) => `${address.replace(/\/$/, '')}${path}#${secrets}` };
}
