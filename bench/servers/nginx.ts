import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from '../host/isolation.ts';
import type { Site, SiteServer } from '../host/site.ts';
import { certificateOf } from './certificate.ts';

export interface HttpServer extends SiteServer {
  readonly plain: string;
  readonly secure: string;
}

/** Serves the area with listings as JSON; PUT below `/up/`. */
export async function startNginx(site: Site): Promise<HttpServer> {
  const [plain, secure] = [await site.freePort(), await site.freePort()];
  const { certificate, key } = certificateOf(site);
  const temporary = join(site.area.root, '.nginx');
  mkdirSync(temporary, { recursive: true });
  const configuration = `
load_module /usr/lib/nginx/modules/ngx_http_dav_ext_module.so;
${isRoot() ? 'user root;' : ''}
worker_processes 2;
daemon off;
pid ${site.path('nginx.pid')};
error_log ${site.path('nginx-error.log')};
events { worker_connections 1024; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; default_type application/octet-stream;
  client_max_body_size 0; client_body_buffer_size 512k; client_body_temp_path ${temporary};
  proxy_temp_path ${temporary}; fastcgi_temp_path ${temporary}; uwsgi_temp_path ${temporary}; scgi_temp_path ${temporary};
  ssl_certificate ${certificate}; ssl_certificate_key ${key}; ssl_protocols TLSv1.2 TLSv1.3; ssl_session_cache shared:S:1m;
  server {
    listen ${site.host}:${plain}; listen ${site.host}:${secure} ssl;
    root ${site.area.root}; autoindex on; autoindex_format json;
    location /up/ { dav_methods PUT DELETE MKCOL; create_full_put_path on; dav_access user:rw group:r all:r; }
  }
}
`;
  writeFileSync(site.path('nginx.conf'), configuration);
  const command = ['nginx', '-e', site.path('nginx-error.log'), '-c', site.path('nginx.conf')];
  const process = await site.startListening('nginx', command, [plain, secure]);
  return { plain: `http://${site.host}:${plain}`, secure: `https://${site.host}:${secure}`, process };
}
