import type { SubmitEvent } from 'react';
import { useStore, useWords } from '../../store/store.ts';
import { SelectField } from '../../ui/SelectField.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { AddressFields } from './AddressFields.tsx';
import { editForm, formFromLink } from './connectForm.ts';
import { RememberKey } from './RememberKey.tsx';
import { hasKey, type SiteField, type SiteForm, type SiteProblem } from './siteForm.ts';

interface SiteEditorProps {
  readonly formId: string;
  readonly form: SiteForm;
  readonly wrong: SiteProblem | undefined;
  readonly onChange: (form: SiteForm) => void;
  readonly onSubmit: () => void;
}

/** The fields of one site. A pasted link fills in those it tells. */
export function SiteEditor({ formId, form, wrong, onChange, onSubmit }: SiteEditorProps) {
  const { text } = useWords();
  const folders = useStore((state) => state.places.folders);
  const saved = useStore((state) => state.places.sites.find(({ id }) => id === form.id));
  const error = (field: SiteField): string | undefined => {
    if (wrong?.field !== field) return undefined;
    const { problem } = wrong;
    return problem === 'hostMissing' || problem === 'portInvalid' ? text.connect[problem] : text.sites[problem];
  };
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    onSubmit();
  };
  const fill = (link: string): boolean => {
    const filled = formFromLink(link);
    if (filled === undefined) return false;
    const name = form.name === '' ? filled.host : form.name;
    onChange({ ...form, name, address: { ...filled, path: undefined }, remoteFolder: filled.path ?? form.remoteFolder });
    return true;
  };

  return (
    <form
      id={formId}
      className="form site-form"
      noValidate
      onSubmit={submit}
      onPaste={(event) => {
        if (fill(event.clipboardData.getData('text'))) event.preventDefault();
      }}
    >
      <div className="form-halves">
        <TextField
          label={text.sites.name}
          value={form.name}
          onChange={(name) => onChange({ ...form, name })}
          error={error('name')}
          autoFocus={form.id === undefined}
        />
        <SelectField
          label={text.sites.folder}
          value={`/${form.folder}`}
          choices={['', ...folders].map((folder) => ({ value: `/${folder}`, label: folder === '' ? text.sites.top : folder }))}
          onChange={(folder) => onChange({ ...form, folder: folder.slice(1) })}
        />
      </div>
      <AddressFields
        form={form.address}
        onEdit={(change) => {
          if (change.host === undefined || !fill(change.host)) onChange({ ...form, address: editForm(form.address, change) });
        }}
        error={(field) => (field === 'host' || field === 'port' ? error(field) : undefined)}
        knownKey={
          form.address.offer !== undefined
            ? text.connect.keyFromLink
            : saved !== undefined && saved.key !== 'unknown'
              ? text.connect.keyKnown
              : undefined
        }
        keyHint={saved !== undefined && saved.key !== 'unknown' ? text.sites.changeKey : text.connect.tokenHint}
      />
      {hasKey(form, saved) ? (
        <RememberKey isSelected={form.remember} onChange={(remember) => onChange({ ...form, remember })} />
      ) : null}
      <div className="form-halves">
        <TextField
          label={text.sites.remoteFolder}
          value={form.remoteFolder}
          onChange={(remoteFolder) => onChange({ ...form, remoteFolder })}
          placeholder="/"
          error={error('remoteFolder')}
          hint={text.sites.folderHint}
        />
        <TextField
          label={text.sites.localFolder}
          value={form.localFolder}
          onChange={(localFolder) => onChange({ ...form, localFolder })}
          error={error('localFolder')}
        />
      </div>
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
