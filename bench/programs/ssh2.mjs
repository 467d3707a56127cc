import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** `ssh2.mjs CLIENTS KEY file|tree|list down|up|- HOST PORT USER LOCAL REMOTE`: 16 files of a folder at a time, as its users do. */
const [clients = '', key = '', what, direction, host, port, username, local = '', remote = ''] = process.argv.slice(2);
const { Client } = createRequire(join(clients, 'package.json'))('ssh2');
const client = new Client();
await new Promise((resolve, reject) => {
  client.on('ready', resolve).on('error', reject);
  client.connect({ host, port: Number(port), username, privateKey: readFileSync(key) });
});
const sftp = await promisify(client.sftp.bind(client))();
const promised = (/** @type {string} */ method) => promisify(sftp[method].bind(sftp));
const [get, put] = [promised('fastGet'), promised('fastPut')];
const [list, makeDirectory] = [promised('readdir'), promised('mkdir')];

/** @type {[from: string, to: string][]} */
const files = [];

/** @param {string} from @param {string} to */
async function walkRemote(from, to) {
  mkdirSync(to, { recursive: true });
  for (const { filename, attrs } of await list(from)) {
    if (attrs.isDirectory()) await walkRemote(`${from}/${filename}`, `${to}/${filename}`);
    else files.push([`${from}/${filename}`, `${to}/${filename}`]);
  }
}

/** @param {string} from @param {string} to */
async function walkLocal(from, to) {
  await makeDirectory(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.isDirectory()) await walkLocal(`${from}/${entry.name}`, `${to}/${entry.name}`);
    else files.push([`${from}/${entry.name}`, `${to}/${entry.name}`]);
  }
}

async function worker() {
  for (let file = files.pop(); file !== undefined; file = files.pop()) await (direction === 'down' ? get : put)(...file);
}

if (what === 'file') await (direction === 'down' ? get(remote, local) : put(local, remote));
else if (what === 'tree') {
  await (direction === 'down' ? walkRemote(remote, local) : walkLocal(local, remote));
  await Promise.all(Array.from({ length: 16 }, worker));
} else for (const { filename, attrs } of await list(remote)) process.stdout.write(`${attrs.size} ${filename}\n`);
client.end();
