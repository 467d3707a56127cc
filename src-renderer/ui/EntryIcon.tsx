import {
  Database,
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileLock,
  FileQuestionMark,
  FileSpreadsheet,
  FileSymlink,
  FileTerminal,
  FileText,
  FileType,
  FileVideo,
  Folder,
  FolderSymlink,
  type LucideIcon,
  Presentation,
} from 'lucide-react';
import { createElement } from 'react';
import { type Entry, isDirectoryLike } from '../../src-shared/model/entry.ts';
import { splitExtension } from '../../src-shared/model/path.ts';

const families: readonly (readonly [LucideIcon, string])[] = [
  [FileImage, 'png jpg jpeg gif webp avif heic bmp tif tiff svg ico raw cr2 nef psd'],
  [FileVideo, 'mp4 mov mkv avi webm m4v mpg mpeg wmv flv'],
  [FileAudio, 'mp3 wav flac ogg opus m4a aac aiff mid wma'],
  [FileArchive, 'zip tar gz tgz xz bz2 zst 7z rar iso dmg deb rpm jar apk'],
  [
    FileCode,
    'ts tsx js jsx mjs cjs py rs go c h cc cpp hpp java kt swift rb php html htm css scss vue json xml yaml yml toml ini conf sql',
  ],
  [FileTerminal, 'sh bash zsh fish ps1 bat cmd exe msi appimage bin'],
  [FileSpreadsheet, 'csv tsv xls xlsx ods'],
  [Presentation, 'ppt pptx odp key'],
  [FileText, 'txt md rst log pdf doc docx odt rtf tex epub'],
  [FileType, 'ttf otf woff woff2'],
  [FileLock, 'pem crt cer gpg asc p12 pfx kdbx'],
  [Database, 'db sqlite sqlite3 mdb'],
];

const byExtension: ReadonlyMap<string, LucideIcon> = new Map(
  families.flatMap(([icon, extensions]) => extensions.split(' ').map((extension) => [extension, icon] as const)),
);

export function EntryIcon({ entry }: { readonly entry: Pick<Entry, 'name' | 'kind' | 'targetKind'> }) {
  if (isDirectoryLike(entry)) {
    const Icon = entry.kind === 'symlink' ? FolderSymlink : Folder;
    return <Icon className="entry-icon entry-icon-folder" size={16} strokeWidth={1.75} aria-hidden="true" />;
  }
  const icon = entry.kind === 'symlink' ? FileSymlink : entry.kind === 'other' ? FileQuestionMark : fileIcon(entry.name);
  return createElement(icon, { className: 'entry-icon', size: 16, strokeWidth: 1.5, 'aria-hidden': true });
}

function fileIcon(name: string): LucideIcon {
  return byExtension.get(splitExtension(name)[1].slice(1).toLowerCase()) ?? File;
}
