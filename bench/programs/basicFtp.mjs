import { createRequire } from 'node:module';
import { join } from 'node:path';

/** `basicFtp.mjs CLIENTS file|tree down|up HOST PORT LOCAL REMOTE` and `basicFtp.mjs CLIENTS list - HOST PORT - REMOTE`, over TLS. */
const [clients = '', what, direction, host, port, local = '', remote = ''] = process.argv.slice(2);
const { Client } = createRequire(join(clients, 'package.json'))('basic-ftp');
const client = new Client(120_000);
await client.access({ host, port: Number(port), secure: true, secureOptions: { rejectUnauthorized: false } });
if (what === 'file') await (direction === 'down' ? client.downloadTo(local, remote) : client.uploadFrom(local, remote));
else if (what === 'tree')
  await (direction === 'down' ? client.downloadToDir(local, remote) : client.uploadFromDir(local, remote));
else for (const { name, size } of await client.list(remote)) process.stdout.write(`${size} ${name}\n`);
client.close();
