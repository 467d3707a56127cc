import { localEndpoint, type Location } from '../../../src-shared/model/location.ts';
import { baseName } from '../../../src-shared/model/path.ts';
import type { SideOfConflict } from '../../../src-shared/model/transfer.ts';
import { useStore, useWords } from '../../store/store.ts';
import { visibleName } from '../../text/visibleName.ts';

interface VersionProps {
  readonly title: string;
  readonly location: Location;
  readonly side: SideOfConflict;
  readonly other: SideOfConflict;
}

/** One side of a taken name. */
export function Version({ title, location, side, other }: VersionProps) {
  const { text, format } = useWords();
  const session = useStore((state) => state.sessions.find((candidate) => candidate.id === location.endpoint));
  const place = location.endpoint === localEndpoint ? text.pane.thisComputer : (session?.label ?? '');
  const isFolder = side.kind === 'directory';
  const areFiles = !isFolder && other.kind !== 'directory';
  return (
    <section className="version" aria-label={title}>
      <h3 className="version-title">{title}</h3>
      <p className="ellipsis" title={visibleName(location.path)}>
        {visibleName(baseName(location.path))}
      </p>
      <p className="version-place ellipsis">{place}</p>
      <p>
        {isFolder ? text.conflict.folder : format.size(side.size)}
        {areFiles && side.size > other.size ? <span className="badge">{text.conflict.larger}</span> : null}
        {areFiles && side.size === other.size ? <span className="faint"> {text.conflict.sameSize}</span> : null}
      </p>
      <p>
        {Number.isNaN(side.modified) ? text.conflict.unknownDate : format.longDate(side.modified)}
        {side.modified > other.modified ? <span className="badge badge-accent">{text.conflict.newer}</span> : null}
      </p>
    </section>
  );
}
