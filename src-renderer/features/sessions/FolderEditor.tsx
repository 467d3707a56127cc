import { type SubmitEvent, useState } from 'react';
import { toErrorRecord, type ErrorRecord } from '../../../src-shared/errors.ts';
import { isInFolder, parentFolder } from '../../../src-shared/model/places.ts';
import { request } from '../../bridge/bridge.ts';
import { useStore, useWords } from '../../store/store.ts';
import { errorSentence } from '../../text/errorSentence.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorText } from '../../ui/ErrorText.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { lastName } from './SiteTree.tsx';

interface FolderEditorProps {
  readonly folder: string;
  readonly onMoved: (folder: string) => void;
}

/** Name and place of a folder of sites. */
export function FolderEditor({ folder, onMoved }: FolderEditorProps) {
  const words = useWords();
  const { text, format } = words;
  const { sites, folders } = useStore((state) => state.places);
  const [name, setName] = useState(lastName(folder));
  const [parent, setParent] = useState(parentFolder(folder));
  const [wrong, setWrong] = useState<string>();
  const [error, setError] = useState<ErrorRecord>();
  const count = sites.filter((site) => isInFolder(site.folder, folder)).length;
  const target = parent === '' ? name.trim() : `${parent}/${name.trim()}`;

  const move = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === '') return setWrong(text.sites.nameMissing);
    if (name.includes('/')) return setWrong(text.sites.nameSlash);
    if (target === folder) return;
    try {
      await request('site.folder', { from: folder, to: target });
      onMoved(target);
    } catch (thrown) {
      setError(toErrorRecord(thrown));
    }
  };

  return (
    <form className="form site-form" noValidate onSubmit={(event) => void move(event)}>
      <div className="form-halves">
        <TextField
          label={text.sites.name}
          value={name}
          onChange={(value) => {
            setName(value);
            setWrong(undefined);
            setError(undefined);
          }}
          error={wrong}
        />
        <SelectField
          label={text.sites.folder}
          value={`/${parent}`}
          choices={['', ...folders.filter((other) => !isInFolder(other, folder))].map((other) => ({
            value: `/${other}`,
            label: other === '' ? text.sites.top : other,
          }))}
          onChange={(value) => setParent(value.slice(1))}
        />
      </div>
      <p className="quiet">{text.sites.folderBody(count, format.count(count))}</p>
      {error === undefined ? null : <ErrorText>{errorSentence(words, error, { item: target })}</ErrorText>}
      <Button type="submit" isDisabled={target === folder}>
        {text.sites.save}
      </Button>
    </form>
  );
}
