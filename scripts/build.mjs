import { ensureBuilt } from './ensureBuilt.mjs';
import { ensureInstalled } from './install.mjs';
import { reportAndExit } from './report.mjs';

try {
  ensureInstalled();
  await ensureBuilt({ force: true });
} catch (error) {
  reportAndExit(error);
}
