import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Site } from '../host/site.ts';

export interface Certificate {
  readonly key: string;
  readonly certificate: string;
  /** Both in one file. */
  readonly both: string;
}

/** A self-signed P-256 certificate of the site, made at the first use; paths. @throws Error without openssl */
export function certificateOf(site: Site): Certificate {
  const paths = { key: site.path('key.pem'), certificate: site.path('certificate.pem'), both: site.path('both.pem') };
  if (existsSync(paths.both)) return paths;
  const request = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  const names = ['-subj', '/CN=ferry-bench', '-addext', `subjectAltName=IP:${site.host}`];
  const done = spawnSync('openssl', [...request, ...names, '-keyout', paths.key, '-out', paths.certificate], {
    encoding: 'utf8',
  });
  if (done.status !== 0) throw new Error(`no certificate: ${done.stderr ?? 'openssl is missing'}`);
  writeFileSync(paths.both, readFileSync(paths.certificate, 'utf8') + readFileSync(paths.key, 'utf8'), { mode: 0o600 });
  return paths;
}
