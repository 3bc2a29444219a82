import { useQuery } from '@tanstack/react-query';
import { FileUp } from 'lucide-react';
import { type DragEvent, useRef, useState } from 'react';
import { Page as PageFrame } from '../../app/page.tsx';
import { ApiProblem } from '../../lib/api.ts';
import { cx } from '../../lib/class-names.ts';
import { formatBytes } from '../../lib/format.ts';
import { useMask } from '../../lib/mask.ts';
import { hasEnded, type Run, useRun } from '../../lib/runs.ts';
import { useMay, useWorkspaceId } from '../../lib/session.ts';
import { useUrlState } from '../../lib/url-state.ts';
import { Button } from '../../ui/button.tsx';
import { Checkbox, Field, Select } from '../../ui/field.tsx';
import { LinkButton } from '../../ui/link.tsx';
import { Banner, describeProblem, Empty, Failure, Panel, Reading, Skeleton } from '../../ui/panel.tsx';
import { contactWords, importWords } from '../../words/contacts.ts';
import {
  CHOICES_AT_FIRST,
  FILE_BYTES_MAX,
  type ImportChoices,
  type ImportPreview,
  previewImport,
  startImport,
} from './import-file.ts';
import { ContactRun } from './import-run.tsx';
import { useContactLists } from './use-contact-lists.ts';

/** A CSV file on its way to become contacts: dropped, looked at, tried, imported. */
export function Page() {
  const may = useMay();
  return (
    <PageFrame title={importWords.title} crumb={{ label: contactWords.title, to: '/contacts' }}>
      {may('contacts.write') ? <Import /> : <Empty title={importWords.notAllowed} />}
    </PageFrame>
  );
}

function Import() {
  const [state, setState] = useUrlState();
  const [file, setFile] = useState<File | null>(null);
  const [choices, setChoices] = useState<ImportChoices>(CHOICES_AT_FIRST);
  const run = useRun(state.run ?? null);
  const lists = useContactLists();
  const begin = (chosen: File | null) => {
    setFile(chosen);
    setChoices(CHOICES_AT_FIRST);
    setState({ run: undefined });
  };
  const follow = (started: Run) => setState({ run: started.id });
  if (state.run !== undefined && run.data === undefined) return <Reading query={run}>{() => null}</Reading>;
  const isTried = run.data !== undefined && hasEnded(run.data) && run.data.result?.dry_run === true;
  const isImporting = run.data !== undefined && !isTried && (run.data.progress.dry_run !== true || hasEnded(run.data));
  return (
    <>
      {run.data !== undefined && (
        <ContactRun
          run={run.data}
          actions={
            hasEnded(run.data) &&
            !isTried && (
              <>
                <Button size="small" onClick={() => begin(null)}>
                  {importWords.another}
                </Button>
                <span onClickCapture={() => void lists.readAgain()}>
                  <LinkButton to="/contacts" size="small" kind="primary">
                    {importWords.toContacts}
                  </LinkButton>
                </span>
              </>
            )
          }
        />
      )}
      {!isImporting &&
        (file === null ? (
          <DropZone onChoose={begin} />
        ) : (
          <ChosenFile
            file={file}
            choices={choices}
            onChoices={setChoices}
            isTried={isTried}
            onStart={follow}
            onChooseAgain={() => begin(null)}
          />
        ))}
    </>
  );
}

function DropZone({ onChoose }: { readonly onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const take = (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > FILE_BYTES_MAX) setProblem(importWords.tooLarge);
    else if (file.size === 0) setProblem(importWords.emptyFile);
    else onChoose(file);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    take(event.dataTransfer.files[0]);
  };
  return (
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={onDrop}
      className={cx(
        'grid justify-items-center gap-2 rounded-3 border border-dashed px-6 py-16 text-center',
        isOver ? 'border-brass bg-brass-tint' : 'border-line-strong bg-sunken',
      )}
    >
      <FileUp aria-hidden="true" className="size-6 text-fg-3" strokeWidth={1.5} />
      <h2 className="text-14">{importWords.drop}</h2>
      <Button kind="primary" onClick={() => input.current?.click()}>
        {importWords.choose}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv,text/plain,.tsv,.txt"
        className="hidden"
        onChange={(event) => take(event.target.files?.[0])}
      />
      <p className="max-w-104 text-12 text-fg-3">{importWords.limits}</p>
      {problem !== null && (
        <p role="alert" className="text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

interface ChosenFileProps {
  readonly file: File;
  readonly choices: ImportChoices;
  readonly onChoices: (choices: ImportChoices) => void;
  /** A try has ended: the next step is to save. */
  readonly isTried: boolean;
  readonly onStart: (run: Run) => void;
  readonly onChooseAgain: () => void;
}

function ChosenFile({ file, choices, onChoices, isTried, onStart, onChooseAgain }: ChosenFileProps) {
  const workspaceId = useWorkspaceId();
  const preview = useQuery<ImportPreview, ApiProblem>({
    queryKey: [
      workspaceId,
      'import-preview',
      file.name,
      file.size,
      file.lastModified,
      choices.delimiter,
      choices.mapping,
    ],
    queryFn: ({ signal }) => previewImport(file, choices, signal),
    placeholderData: (before) => before,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const [starting, setStarting] = useState<'try' | 'import' | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const start = async (read: ImportPreview, isTry: boolean) => {
    setStarting(isTry ? 'try' : 'import');
    setFailure(null);
    try {
      onStart(await startImport(file, read, { ...choices, isTry }));
    } catch (error) {
      if (!(error instanceof ApiProblem) && !(error instanceof DOMException)) throw error;
      setFailure(error instanceof DOMException ? importWords.changedFile : describeProblem(error));
    } finally {
      setStarting(null);
    }
  };
  const head = (
    <div className="flex flex-wrap items-center gap-2">
      <span className="font-medium break-all">{importWords.file(file.name, formatBytes(file.size))}</span>
      <Button size="small" onClick={onChooseAgain}>
        {importWords.chooseAgain}
      </Button>
    </div>
  );
  if (preview.data === undefined) {
    return (
      <>
        {head}
        {preview.error === null ? <Skeleton rows={8} /> : <Failure error={preview.error} />}
      </>
    );
  }
  const read = preview.data;
  const blocked = read.problems[0] ?? preview.error?.message ?? null;
  return (
    <>
      {head}
      {blocked !== null ? (
        <Banner tone="danger" title={importWords.problemsTitle}>
          {read.problems.join(' ') || blocked}
        </Banner>
      ) : (
        read.encoding !== 'utf-8' && <Banner tone="info" title={importWords.encoding(read.encoding)} />
      )}
      <Mapping preview={read} choices={choices} onChoices={onChoices} />
      <Options preview={read} choices={choices} onChoices={onChoices} />
      <PreviewRows preview={read} />
      {failure !== null && (
        <p role="alert" className="text-danger">
          {failure}
        </p>
      )}
      <div className="sticky -bottom-4 -mx-6 -mb-4 flex items-center justify-end gap-2 border-t border-line bg-panel px-6 py-3 max-narrow:-mx-4 max-narrow:px-4">
        <Button
          kind={isTried ? 'plain' : 'primary'}
          waiting={starting === 'try' && importWords.sending}
          notAllowed={blocked}
          onClick={() => void start(read, true)}
        >
          {importWords.dryRun}
        </Button>
        <Button
          kind={isTried ? 'primary' : 'plain'}
          waiting={starting === 'import' && importWords.sending}
          notAllowed={blocked}
          onClick={() => void start(read, false)}
        >
          {isTried ? importWords.importNowAfter : importWords.importNow}
        </Button>
      </div>
    </>
  );
}

interface PreviewProps {
  readonly preview: ImportPreview;
  readonly choices: ImportChoices;
  readonly onChoices: (choices: ImportChoices) => void;
}

const LEAVE_OUT = '';

/** What each column becomes: guessed, and changed by whoever knows better. */
function Mapping({ preview, choices, onChoices }: PreviewProps) {
  const mask = useMask();
  const usedCount = preview.columns.filter(({ field }) => field !== null).length;
  const choose = (column: string, value: string) =>
    onChoices({ ...choices, mapping: { ...choices.mapping, [column]: value === LEAVE_OUT ? null : value } });
  return (
    <Panel
      flush
      title={importWords.mapping}
      aside={<span className="text-12 text-fg-3">{importWords.mapped(usedCount, preview.columns.length)}</span>}
    >
      <div className="max-h-112 overflow-auto">
        <table className="w-full text-left">
          <thead className="sticky top-0 z-1 bg-panel text-12 text-fg-3">
            <tr className="h-8 border-b border-line">
              <th className="px-4 font-medium">{importWords.column}</th>
              <th className="px-2 font-medium max-narrow:hidden">{importWords.samples}</th>
              <th className="w-72 px-4 font-medium max-narrow:w-44">{importWords.becomes}</th>
            </tr>
          </thead>
          <tbody>
            {preview.columns.map(({ name, field, samples }, index) => {
              const written = choices.mapping[name];
              const value = (written === undefined ? field : written) ?? LEAVE_OUT;
              return (
                <tr key={index} className="border-b border-line-soft">
                  <td className="px-4 py-1 font-mono text-12 break-all">{name}</td>
                  <td className="max-w-80 truncate px-2 py-1 text-fg-2 max-narrow:hidden">
                    {samples.map(mask.text).join(' · ')}
                  </td>
                  <td className="px-4 py-1">
                    {name !== '' && (
                      <Select
                        label={`${name}: ${importWords.becomes}`}
                        value={value}
                        className={value === LEAVE_OUT ? 'text-fg-3' : ''}
                        options={targetOptions(preview, name, value)}
                        onChange={(next) => choose(name, next)}
                      />
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

const KINDS = ['text', 'number', 'boolean'] as const;

/** A field, a custom field of the column's own name, or what is chosen already. */
function targetOptions({ fields }: ImportPreview, column: string, value: string) {
  const custom = KINDS.map((kind) => ({
    value: `custom_attributes.${column}${kind === 'text' ? '' : `:${kind}`}`,
    label: `${importWords.customField(column)}, ${importWords.kinds[kind]}`,
  }));
  const options = [
    { value: LEAVE_OUT, label: importWords.leaveOut },
    ...fields.map((field) => ({ value: field, label: importWords.fields[field] ?? field })),
    ...custom,
  ];
  return options.some((option) => option.value === value) ? options : [...options, { value, label: value }];
}

function Options({ preview, choices, onChoices }: PreviewProps) {
  return (
    <Panel title={importWords.options}>
      <div className="grid max-w-(--ph-form-max) gap-3">
        <Field label={importWords.delimiter} className="max-w-52">
          <Select
            value={preview.delimiter}
            options={Object.entries(importWords.delimiters).map(([value, label]) => ({ value, label }))}
            onChange={(delimiter) => onChoices({ ...choices, delimiter, mapping: {} })}
          />
        </Field>
        <Checkbox
          label={importWords.createLabels}
          hint={importWords.createLabelsHint}
          checked={choices.createLabels}
          onChange={(createLabels) => onChoices({ ...choices, createLabels })}
        />
        <Checkbox
          label={importWords.updateExisting}
          hint={importWords.updateExistingHint}
          checked={choices.updateExisting}
          onChange={(updateExisting) => onChoices({ ...choices, updateExisting })}
        />
      </div>
    </Panel>
  );
}

/** The file as it reads, column under column. */
function PreviewRows({ preview }: { readonly preview: ImportPreview }) {
  const mask = useMask();
  return (
    <Panel flush title={importWords.preview(preview.rows.length)}>
      <div className="max-h-96 overflow-auto" tabIndex={0}>
        <table className="min-w-full text-left text-12">
          <thead className="sticky top-0 bg-panel text-fg-3">
            <tr className="h-8 border-b border-line">
              {preview.columns.map(({ name }, index) => (
                <th key={index} className="px-3 font-medium whitespace-nowrap first:pl-4">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {preview.rows.map((cells, row) => (
              <tr key={row} className="h-7 border-b border-line-soft">
                {preview.columns.map(({ field }, index) => (
                  <td
                    key={index}
                    className={cx('max-w-64 truncate px-3 first:pl-4', field === null && 'text-fg-3 line-through')}
                  >
                    {mask.text(cells[index] ?? '')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
