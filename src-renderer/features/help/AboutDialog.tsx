import { ArrowLeftRight } from 'lucide-react';
import type { AppStart } from '../../../src-shared/ipc/contract.ts';
import { showDialog, useStore, useWords } from '../../store/store.ts';
import { Button } from '../../ui/Button.tsx';
import { DialogFooter, DialogFrame } from '../../ui/DialogFrame.tsx';

const systems: Readonly<Record<AppStart['platform'], string>> = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' };

export function AboutDialog() {
  const { text } = useWords();
  const app = useStore((state) => state.app);
  return (
    <DialogFrame title={text.help.aboutTitle} width="narrow" onClose={() => showDialog(undefined)}>
      <div className="form">
        <div className="about-head">
          <span className="about-mark" aria-hidden="true">
            <ArrowLeftRight size={22} strokeWidth={2} />
          </span>
          <p>{text.help.tagline}</p>
        </div>
        <dl className="facts">
          <dt>{text.help.version}</dt>
          <dd className="selectable">{app?.version}</dd>
          <dt>{text.help.runtime}</dt>
          <dd className="selectable">{app?.runtime}</dd>
          <dt>{text.help.platform}</dt>
          <dd className="selectable">{app === undefined ? '' : systems[app.platform]}</dd>
        </dl>
        <p className="quiet">{text.help.license}</p>
        <DialogFooter>
          <Button slot="close" look="primary" autoFocus>
            {text.app.close}
          </Button>
        </DialogFooter>
      </div>
    </DialogFrame>
  );
}
