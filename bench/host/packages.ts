import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { atEnd } from './cleanup.ts';
import { isRoot } from './isolation.ts';

/** Debian package -> a file that tells whether it is there. */
const debianPackages: Readonly<Record<string, string>> = {
  vsftpd: '/usr/sbin/vsftpd',
  'openssh-server': '/usr/sbin/sshd',
  'openssh-client': '/usr/bin/sftp',
  rsync: '/usr/bin/rsync',
  lftp: '/usr/bin/lftp',
  curl: '/usr/bin/curl',
  'nginx-light': '/usr/sbin/nginx',
  'libnginx-mod-http-dav-ext': '/usr/lib/nginx/modules/ngx_http_dav_ext_module.so',
  'netcat-openbsd': '/usr/bin/nc.openbsd',
  openssl: '/usr/bin/openssl',
  gcc: '/usr/bin/gcc',
  'g++': '/usr/bin/g++',
  make: '/usr/bin/make',
  python3: '/usr/bin/python3',
  'libc6-dev': '/usr/include/stdio.h',
  iproute2: '/usr/sbin/ip',
};

/** The clients a Node program would use. */
const npmPackages: Readonly<Record<string, string>> = { 'basic-ftp': '6.2.6', ssh2: '1.17.0' };

const noServices = '/usr/sbin/policy-rc.d';

/** Installs the peers' Debian packages as root, else says in one line what to install. No service is started by that. */
export function ensureDebianPackages(say: (line: string) => void): void {
  process.env['PATH'] = `${process.env['PATH'] ?? ''}${delimiter}/usr/local/sbin${delimiter}/usr/sbin${delimiter}/sbin`;
  const missing = Object.keys(debianPackages).filter((name) => !existsSync(debianPackages[name] ?? ''));
  if (missing.length === 0) return;
  if (!isRoot() || !existsSync('/usr/bin/apt-get')) {
    say(`Some peers are missing and left out. To have them: sudo apt-get install ${missing.join(' ')}`);
    return;
  }
  say(`Installing ${missing.join(' ')}…`);
  if (!existsSync(noServices)) {
    writeFileSync(noServices, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
    atEnd(() => rmSync(noServices, { force: true }));
  }
  const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [
    ['update', '-qq'],
    ['install', '-y', '-qq', '--no-install-recommends', ...missing],
  ]) {
    const done = spawnSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env: environment });
    if (done.status === 0) continue;
    say(`apt-get ${args[0]} failed: the peers of ${missing.join(', ')} are left out.`);
    return;
  }
}

/**
 * Installs the npm clients outside the repository, once for a version of Node: ssh2 compiles its fast ciphers for the one that runs it.
 * @returns the folder that has their node_modules
 */
export function ensureNpmPackages(say: (line: string) => void): string {
  const versions = Object.entries(npmPackages).map(([name, version]) => `${name}@${version}`);
  const folder = join(tmpdir(), `ferry-bench-clients-${versions.join('-')}-node${process.versions.modules}`);
  const complete = join(folder, 'complete');
  if (existsSync(complete)) return folder;
  say(`Installing ${versions.join(' ')}…`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: npmPackages }));
  const done = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--silent'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, ...compilerSettings() },
  });
  if (done.status === 0) writeFileSync(complete, '');
  else say(`npm install failed: the peers ${Object.keys(npmPackages).join(', ')} are left out.`);
  return folder;
}

/** Makes npm run, and compile for, the Node that runs this; its headers are beside it in most installations. */
function compilerSettings(): Record<string, string> {
  const binaries = dirname(process.execPath);
  const path = { PATH: `${binaries}${delimiter}${process.env['PATH'] ?? ''}` };
  const installation = dirname(binaries);
  return existsSync(join(installation, 'include/node/node.h')) ? { ...path, npm_config_nodedir: installation } : path;
}

/** Whether a program is on the PATH. */
export function hasProgram(name: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => folder !== '' && existsSync(join(folder, name)));
}
