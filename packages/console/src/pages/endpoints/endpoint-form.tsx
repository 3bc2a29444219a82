import { Plus, X } from 'lucide-react';
import { useMemo } from 'react';
import type { ApiProblem } from '../../lib/api.ts';
import { useMask } from '../../lib/mask.ts';
import { useMay } from '../../lib/session.ts';
import { Button, IconButton } from '../../ui/button.tsx';
import { Checkbox, Field, Input, Select } from '../../ui/field.tsx';
import { Panel, Reading } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { endpointWords } from '../../words/endpoints.ts';
import {
  type DraftHeader,
  type EndpointDraft,
  optionsOf,
  type problemsIn,
  readDelays,
  readTimeout,
} from './endpoint-draft.ts';
import {
  type Endpoint,
  FORMATS,
  type Format,
  ORDERINGS,
  type RetryPreset,
  type ScheduledAttempt,
} from './endpoint-types.ts';
import { fitChoice, groupTypes } from './event-choice.ts';
import { EventPicker } from './event-picker.tsx';
import { FilterEditor } from './filter-editor.tsx';
import { RetryTimeline } from './retry-timeline.tsx';
import { UrlField } from './url-field.tsx';
import { useCatalogue, useChannels, useRetryPresets } from './use-endpoints.ts';

const words = endpointWords.form;

interface EndpointFormProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
  /** What the API refused. */
  readonly problem: ApiProblem | null;
  /** What is missing, once somebody tried to save. */
  readonly missing: ReturnType<typeof problemsIn>;
  /** The endpoint that is being changed. Absent: a new one. */
  readonly endpoint?: Endpoint;
}

/** Everything that an endpoint is, in three parts: where, what and how. */
export function EndpointForm(props: EndpointFormProps) {
  return (
    <>
      <Where {...props} />
      <What {...props} />
      <How {...props} />
    </>
  );
}

function Where({ draft, onChange, problem, missing, endpoint }: EndpointFormProps) {
  const isReceiver = endpoint?.is_test_receiver === true;
  return (
    <Panel title={words.where}>
      <div className="grid gap-3.5">
        <UrlField
          value={draft.url}
          onChange={(url) => onChange({ ...draft, url })}
          error={problem?.field('url') ?? (missing.has('url') ? words.urlHint : null)}
          fixed={isReceiver ? words.urlFixed : undefined}
          autoFocus={endpoint === undefined}
        />
        <Field label={words.description} hint={words.descriptionHint} error={problem?.field('description')}>
          <Input
            value={draft.description}
            maxLength={500}
            onChange={(event) => onChange({ ...draft, description: event.target.value })}
          />
        </Field>
      </div>
    </Panel>
  );
}

function What({ draft, onChange, problem, missing, endpoint }: EndpointFormProps) {
  const catalogue = useCatalogue();
  const changeFormat = (format: Format) => {
    const groups = groupTypes(catalogue.data?.data ?? [], format);
    onChange({
      ...draft,
      format,
      eventTypes: groups.length === 0 ? draft.eventTypes : fitChoice(draft.eventTypes, groups),
    });
  };
  const typesProblem = problem?.fields.find(({ pointer }) => pointer.startsWith('/event_types'))?.message;
  return (
    <Panel title={words.what}>
      <div className="grid gap-4">
        <FormatPicker format={draft.format} onChange={changeFormat} error={problem?.field('format') ?? null} />
        {endpoint !== undefined && endpoint.format !== draft.format && (
          <p role="status" className="text-12 text-warning">
            {words.formatChange}
          </p>
        )}
        <Options draft={draft} onChange={onChange} />
        <div className="grid gap-2">
          <h3 className="text-13 font-medium">{endpointWords.types.title}</h3>
          <Reading query={catalogue} rows={6}>
            {({ data }) => (
              <EventPicker
                catalogue={data}
                format={draft.format}
                choice={draft.eventTypes}
                onChange={(eventTypes) => onChange({ ...draft, eventTypes })}
                error={typesProblem ?? (missing.has('event_types') ? endpointWords.types.noneChosen : null)}
              />
            )}
          </Reading>
        </div>
        <ChannelPicker
          draft={draft}
          onChange={onChange}
          error={missing.has('channel_ids') ? words.channelsNone : null}
        />
        <FilterEditor draft={draft} onChange={onChange} problem={problem} isMissing={missing.has('filter')} />
      </div>
    </Panel>
  );
}

interface FormatPickerProps {
  readonly format: Format;
  readonly onChange: (format: Format) => void;
  readonly error: string | null;
}

function FormatPicker({ format, onChange, error }: FormatPickerProps) {
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="p-0 pb-1.5 font-medium">{words.format}</legend>
      <div className="grid grid-cols-3 gap-2 max-wide:grid-cols-2 max-narrow:grid-cols-1">
        {FORMATS.map((one) => (
          <label
            key={one}
            className="grid cursor-pointer grid-cols-[auto_minmax(0,1fr)] gap-x-2 rounded-2 border border-line px-2.5 py-2 has-checked:border-ink has-checked:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="format"
              checked={format === one}
              onChange={() => onChange(one)}
              className="mt-0.75 size-3.5 outline-none [accent-color:var(--ph-ink)]"
            />
            <span className="min-w-0">
              <span className="mono">{words.formats[one]?.[0]}</span>
              <span className="block text-12 text-fg-3">{words.formats[one]?.[1]}</span>
            </span>
          </label>
        ))}
      </div>
      {error !== null && (
        <p role="alert" className="mt-1.5 text-12 text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface DraftProps {
  readonly draft: EndpointDraft;
  readonly onChange: (draft: EndpointDraft) => void;
}

function Options({ draft, onChange }: DraftProps) {
  const { formatOptions } = draft;
  const set = (change: Endpoint['format_options']) =>
    onChange({ ...draft, formatOptions: { ...formatOptions, ...change } });
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="p-0 pb-1.5 font-medium">{words.options}</legend>
      <div className="grid grid-cols-3 gap-2 max-wide:grid-cols-2 max-narrow:grid-cols-1">
        {optionsOf(draft.format).map((name) => {
          const [label, hint] = words.optionLabels[name] ?? [name, ''];
          // Meta's own item is in unless it is left out; everything else is out unless it is asked for.
          const isOn =
            name === 'raw'
              ? formatOptions.raw !== false
              : name === 'payload'
                ? formatOptions.payload === 'value'
                : formatOptions[name] === true;
          return (
            <Checkbox
              key={name}
              label={label}
              hint={hint}
              checked={isOn}
              onChange={(checked) =>
                set(name === 'payload' ? { payload: checked ? 'value' : 'body' } : { [name]: checked })
              }
            />
          );
        })}
      </div>
    </fieldset>
  );
}

function ChannelPicker({ draft, onChange, error }: DraftProps & { readonly error: string | null }) {
  const may = useMay();
  const channels = useChannels(may('channels.read'));
  const mask = useMask();
  if (!may('channels.read')) return null;
  const ids = draft.channelIds;
  const list = channels.data?.data ?? [];
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="p-0 pb-1.5 font-medium">{words.channels}</legend>
      {list.length === 0 && ids === null ? (
        <p className="text-12 text-fg-3">{words.noChannels}</p>
      ) : (
        <div className="grid justify-items-start gap-2">
          <Segmented
            label={words.channels}
            value={ids === null ? 'all' : 'some'}
            onChange={(value) => onChange({ ...draft, channelIds: value === 'all' ? null : [] })}
            options={[
              { value: 'all', label: words.allChannels },
              { value: 'some', label: words.someChannels },
            ]}
          />
          {ids !== null &&
            list.map(({ id, display_phone_number }) => (
              <Checkbox
                key={id}
                label={<span className="num">{mask.phone(display_phone_number)}</span>}
                checked={ids.includes(id)}
                onChange={(isOn) =>
                  onChange({ ...draft, channelIds: isOn ? [...ids, id] : ids.filter((one) => one !== id) })
                }
              />
            ))}
        </div>
      )}
      {error !== null && (
        <p role="alert" className="mt-1.5 text-12 text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}

function How(props: EndpointFormProps) {
  const { draft, onChange, problem, endpoint } = props;
  return (
    <Panel title={words.how}>
      <div className="grid gap-4">
        <RetryFields {...props} />
        <PaceFields {...props} />
        <HeaderFields draft={draft} onChange={onChange} problem={problem} />
        {draft.format === 'meta' && (
          <Field
            label={words.verifyToken}
            hint={endpoint?.has_verify_token === true ? words.verifyTokenKept : words.verifyTokenHint}
            error={problem?.field('verify_token')}
          >
            <Input
              value={draft.verifyToken}
              autoComplete="off"
              spellCheck={false}
              maxLength={256}
              onChange={(event) => onChange({ ...draft, verifyToken: event.target.value })}
            />
          </Field>
        )}
      </div>
    </Panel>
  );
}

const CUSTOM = 'custom';
const OF_FORMAT = 'format';

function RetryFields({ draft, onChange, missing, problem }: EndpointFormProps) {
  const presets = useRetryPresets();
  const { retry } = draft;
  const list = presets.data?.data ?? [];
  const ofFormat = list.find(({ formats }) => formats.includes(draft.format));
  const shown = useMemo(() => resolveRetry(draft, list), [draft, list]);
  const change = (value: string) => {
    if (value === OF_FORMAT) onChange({ ...draft, retry: null });
    else if (value === CUSTOM) onChange({ ...draft, retry: { delays: '5s, 1m, 10m, 1h', timeout: '15' } });
    else onChange({ ...draft, retry: value });
  };
  return (
    <div className="grid gap-2.5">
      <Field label={words.retry} error={problem?.field('retry')} className="max-w-96">
        <Select
          value={retry === null ? OF_FORMAT : typeof retry === 'string' ? retry : CUSTOM}
          onChange={change}
          options={[
            { value: OF_FORMAT, label: words.retryOfFormat(ofFormat?.name ?? '…') },
            ...list.map(({ name }) => ({ value: name as string, label: name as string })),
            { value: CUSTOM, label: words.custom },
          ]}
        />
      </Field>
      {retry !== null && typeof retry === 'object' && (
        <div className="grid grid-cols-[minmax(0,1fr)_14rem] gap-3 max-narrow:grid-cols-1">
          <Field label={words.delays} hint={words.delaysHint} error={missing.has('delays') ? words.delaysWrong : null}>
            <Input
              value={retry.delays}
              spellCheck={false}
              onChange={(event) => onChange({ ...draft, retry: { ...retry, delays: event.target.value } })}
            />
          </Field>
          <Field label={words.timeout} error={missing.has('timeout') ? words.timeoutWrong : null}>
            <Input
              value={retry.timeout}
              inputMode="decimal"
              onChange={(event) => onChange({ ...draft, retry: { ...retry, timeout: event.target.value } })}
            />
          </Field>
        </div>
      )}
      {shown !== null && <RetryTimeline {...shown} />}
    </div>
  );
}

function PaceFields({ draft, onChange, missing, problem }: EndpointFormProps) {
  const rateProblem = problem?.field('rate_per_second') ?? (missing.has('rate_per_second') ? words.rateWrong : null);
  const flightProblem =
    problem?.field('max_in_flight') ?? (missing.has('max_in_flight') ? words.maxInFlightWrong : null);
  return (
    <div className="grid gap-3">
      <h3 className="text-13 font-medium">{words.pace}</h3>
      <div className="grid grid-cols-2 items-start gap-3 max-narrow:grid-cols-1">
        <Field label={words.rate} hint={words.rateHint} error={rateProblem}>
          <Input
            value={draft.ratePerSecond}
            inputMode="numeric"
            maxLength={6}
            onChange={(event) => onChange({ ...draft, ratePerSecond: event.target.value })}
          />
        </Field>
        <Field label={words.maxInFlight} hint={words.maxInFlightHint} error={flightProblem}>
          <Input
            value={draft.maxInFlight}
            inputMode="numeric"
            maxLength={6}
            onChange={(event) => onChange({ ...draft, maxInFlight: event.target.value })}
          />
        </Field>
      </div>
      <div className="grid justify-items-start gap-1.5">
        <span className="font-medium">{words.ordering}</span>
        <Segmented
          label={words.ordering}
          value={draft.ordering}
          onChange={(ordering) => onChange({ ...draft, ordering })}
          options={ORDERINGS.map((value) => ({ value, label: words.orderings[value]?.[0] ?? value }))}
        />
        <p className="text-12 text-fg-3">{words.orderings[draft.ordering]?.[1]}</p>
      </div>
    </div>
  );
}

interface ShownRetry {
  readonly schedule: readonly ScheduledAttempt[];
  readonly timeoutSeconds: number;
  readonly waitsAfterThrottle: boolean;
}

/** What the chosen retry comes to. Null: it cannot be read yet. */
function resolveRetry({ retry, format }: EndpointDraft, presets: readonly RetryPreset[]): ShownRetry | null {
  if (retry !== null && typeof retry === 'object') {
    const [delays, timeoutSeconds] = [readDelays(retry.delays), readTimeout(retry.timeout)];
    if (delays === null || timeoutSeconds === null) return null;
    return { schedule: scheduleOf(delays), timeoutSeconds, waitsAfterThrottle: false };
  }
  const preset = presets.find(({ name, formats }) => (retry === null ? formats.includes(format) : name === retry));
  if (preset === undefined) return null;
  const { schedule, timeout_seconds, name } = preset;
  return { schedule, timeoutSeconds: timeout_seconds, waitsAfterThrottle: name === 'standard' };
}

function scheduleOf(delays: readonly number[]): readonly ScheduledAttempt[] {
  let afterMs = 0;
  return [0, ...delays].map((seconds, index) => {
    const waitMs = Math.round(seconds * 1_000);
    afterMs += waitMs;
    return { attempt_number: index + 1, wait_ms: waitMs, after_ms: afterMs };
  });
}

function HeaderFields({ draft, onChange, problem }: DraftProps & { readonly problem: ApiProblem | null }) {
  const change = (key: string, to: Partial<DraftHeader>) =>
    onChange({
      ...draft,
      headers: draft.headers.map((header) => (header.key === key ? { ...header, ...to } : header)),
    });
  const add = () => {
    const header = { key: crypto.randomUUID(), name: '', value: '', isKept: false };
    onChange({ ...draft, headers: [...draft.headers, header] });
  };
  const wrong = problem?.fields.filter(({ pointer }) => pointer.startsWith('/headers')) ?? [];
  return (
    <fieldset className="min-w-0 border-0 p-0">
      <legend className="p-0 pb-0.5 font-medium">{words.headers}</legend>
      <p className="pb-1.5 text-12 text-fg-3">{words.headersHint}</p>
      <div className="grid justify-items-start gap-2">
        {draft.headers.map((header) => (
          <span
            key={header.key}
            className="grid w-full grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_auto] items-center gap-2"
          >
            <Input
              aria-label={words.headerName}
              placeholder={words.headerName}
              value={header.name}
              readOnly={header.isKept}
              spellCheck={false}
              autoComplete="off"
              onChange={(event) => change(header.key, { name: event.target.value })}
              className="mono"
            />
            {header.isKept ? (
              <span className="truncate text-12 text-fg-3">{words.keptHeader}</span>
            ) : (
              <Input
                aria-label={words.headerValue}
                placeholder={words.headerValue}
                value={header.value}
                spellCheck={false}
                autoComplete="off"
                onChange={(event) => change(header.key, { value: event.target.value })}
                className="mono"
              />
            )}
            <IconButton
              label={words.removeHeader(header.name)}
              icon={X}
              onClick={() => onChange({ ...draft, headers: draft.headers.filter(({ key }) => key !== header.key) })}
            />
          </span>
        ))}
        <Button size="small" icon={Plus} onClick={add}>
          {words.addHeader}
        </Button>
        {wrong.map(({ pointer, message }) => (
          <p key={pointer} role="alert" className="text-12 text-danger">
            {pointer.replace('/headers/', '')}: {message}
          </p>
        ))}
      </div>
    </fieldset>
  );
}
